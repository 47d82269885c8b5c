"""What each command does. Imports are made when a command runs, so that `ask` does not wait for Slack and Teams."""

from __future__ import annotations

from argparse import Namespace

from adapters.commands.problem import Problem

__all__ = [
    "Problem", "apply_community", "ask", "chat", "check_content", "clock", "community_code", "copy", "create_community",
    "deliveries", "demo", "exam", "glossary_export", "glossary_to_review", "list_settings", "migrate", "read_content",
    "serve", "simulate", "slack_manifest", "teams_package", "try_content", "web", "worker",
]  # fmt: skip


async def demo(arguments: Namespace) -> int:
    from adapters.commands import local

    return await local.demo(arguments.folder, arguments.port)


async def chat(arguments: Namespace) -> int:
    from adapters.commands import local

    return await local.chat(arguments.folder, arguments.port)


async def ask(arguments: Namespace) -> int:
    from adapters.commands import asking

    return await asking.ask(" ".join(arguments.question), arguments.lang, as_json=arguments.json)


def exam(arguments: Namespace) -> int:
    from adapters.commands import examining

    return examining.run(arguments.file, arguments.rows, as_json=arguments.json)


async def simulate(arguments: Namespace) -> int:
    from adapters.commands import simulating

    told = vars(arguments)
    return await simulating.run(simulating.Wanted(**{name: told[name] for name in simulating.Wanted.__slots__}))


async def serve(arguments: Namespace) -> int:
    from adapters.commands import serving

    return await serving.run("serve")


async def web(arguments: Namespace) -> int:
    from adapters.commands import serving

    return await serving.run("web")


async def clock(arguments: Namespace) -> int:
    from adapters.commands import serving

    return await serving.run("clock")


async def worker(arguments: Namespace) -> int:
    from adapters.commands import serving

    return await serving.run("worker")


async def copy(arguments: Namespace) -> int:
    from adapters.commands import keeping

    return await keeping.copy(arguments.address)


async def migrate(arguments: Namespace) -> int:
    from adapters.commands import keeping

    return await keeping.migrate()


async def create_community(arguments: Namespace) -> int:
    from adapters.commands import keeping

    return await keeping.create(arguments.name, arguments.language, arguments.time_zone)


async def apply_community(arguments: Namespace) -> int:
    from adapters.commands import keeping

    return await keeping.apply(arguments.file)


async def community_code(arguments: Namespace) -> int:
    from adapters.commands import keeping

    return await keeping.code(arguments.name)


async def deliveries(arguments: Namespace) -> int:
    from adapters.commands import reporting

    return await reporting.deliveries(arguments.community, as_json=arguments.json)


def check_content(arguments: Namespace) -> int:
    from adapters.commands import handing_out

    return handing_out.check(arguments.folder)


async def try_content(arguments: Namespace) -> int:
    from adapters.commands import asking

    return await asking.try_out(" ".join(arguments.question), arguments.lang, arguments.folder)


async def glossary_export(arguments: Namespace) -> int:
    from adapters.commands import glossary

    return await glossary.export(arguments.folder, arguments.community, as_json=arguments.json)


async def glossary_to_review(arguments: Namespace) -> int:
    from adapters.commands import glossary

    return await glossary.to_review(arguments.community)


def read_content(arguments: Namespace) -> int:
    from adapters.commands import handing_out

    return handing_out.read(arguments.folder)


def slack_manifest(arguments: Namespace) -> int:
    from adapters.commands import handing_out

    return handing_out.slack_manifest()


def teams_package(arguments: Namespace) -> int:
    from adapters.commands import handing_out

    return handing_out.teams_package(arguments.out)


def list_settings(arguments: Namespace) -> int:
    from adapters.commands import handing_out

    return handing_out.list_settings()
