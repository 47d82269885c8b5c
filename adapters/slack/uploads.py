"""Files on their way into a message: made, brought to Slack unshared, and known by id until they are shown.

A file is uploaded without a conversation, so that chat.postMessage stays the only thing a person sees happen, and
sending again after a crash shows nothing twice. The price: Slack shares a file with the readers of a message only
because its address stands in the message's top-level text (slackapi/python-slack-sdk #1194), and a picture is not ready
to be shown for a moment after the upload (slackapi/java-slack-sdk #1335); Slack then answers `invalid_blocks`, and we
come back later.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import timedelta

from adapters.slack.render import Files, Uploaded
from adapters.slack.web_api import WebApi
from adapters.slack.workspaces import Workspace
from bot.files import Content, MakeFile
from bot.messages import Document, FileRef, Message, Picture
from bot.platform import NotDelivered, TryLater

log = logging.getLogger("interlude.slack")

NOT_READY = frozenset({"invalid_blocks", "invalid_blocks_format", "slack_file_not_found"})
WAIT = timedelta(seconds=3)
PATIENT = 3
"""How often a message waits for its picture before it goes without."""
_KEPT = 200


@dataclass(slots=True)
class _Kept:
    digest: bytes
    file: Uploaded
    refusals: int = 0


class Uploads:
    """Remembers what it brought, so that a message sent again uses the same file."""

    def __init__(self, api: WebApi, make_file: MakeFile) -> None:
        self._api = api
        self._make_file = make_file
        self._kept: dict[tuple[str, FileRef], _Kept] = {}

    async def bring(self, said: Message, here: Workspace) -> Files:
        """The message's files at Slack's; a picture that could not be brought is left out. Raises `NotDelivered`."""
        found: dict[FileRef, Uploaded] = {}
        for block in said.blocks:
            if isinstance(block, Document):
                found[block.file] = await self._brought(block.file, here)
            elif isinstance(block, Picture):
                found |= await self._picture(block.file, here)
        return found

    def wait_for(self, files: Files, workspace: str) -> bool:
        """After a refusal: whether the pictures deserve another moment. Else they are to be left out."""
        kept = [self._kept[workspace, file] for file in files if (workspace, file) in self._kept]
        for one in kept:
            one.refusals += 1
        return any(one.refusals < PATIENT for one in kept)

    async def _picture(self, file: FileRef, here: Workspace) -> dict[FileRef, Uploaded]:
        try:
            return {file: await self._brought(file, here)}
        except TryLater:
            log.warning("A message goes without its picture", extra={"action": "slack.picture_left_out"})
            return {}

    async def _brought(self, file: FileRef, here: Workspace) -> Uploaded:
        content = await self._made(file)
        digest = hashlib.sha256(content.data).digest()
        kept = self._kept.get((here.id, file))
        if kept is None or kept.digest != digest:
            kept = _Kept(digest, await self._uploaded(content, here))
            self._keep((here.id, file), kept)
        return kept.file

    async def _made(self, file: FileRef) -> Content:
        try:
            return await self._make_file(file)
        except NotDelivered:
            raise
        except Exception as exc:
            raise TryLater(f"the file {file.kind} could not be made") from exc

    async def _uploaded(self, content: Content, here: Workspace) -> Uploaded:
        """Raises `TryLater` also for an answer that is not what Slack says it is: nothing was posted yet."""
        try:
            return await self._taken(content, here)
        except (KeyError, IndexError, TypeError) as exc:
            raise TryLater("Slack did not say where the file goes") from exc

    async def _taken(self, content: Content, here: Workspace) -> Uploaded:
        size = {"filename": content.name, "length": str(len(content.data))}
        place = await self._api.ask("files.getUploadURLExternal", here.token, size)
        await self._api.upload(str(place["upload_url"]), content.data)
        named = json.dumps([{"id": place["file_id"], "title": content.name}])
        done = await self._api.ask("files.completeUploadExternal", here.token, {"files": named})
        file = done["files"][0]
        usual = f"{here.address}files/{here.bot_user}/{file['id']}/{content.name}"
        return Uploaded(str(file["id"]), str(file.get("permalink") or usual))

    def _keep(self, key: tuple[str, FileRef], kept: _Kept) -> None:
        while len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = kept
