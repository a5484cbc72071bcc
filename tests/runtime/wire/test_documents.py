"""Trusted documents are found by their ids, in files and in a real Valkey."""

import json
from collections.abc import Generator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from runtime.errors import DocumentRequired, DocumentsUnavailable, NotConfigured, UnknownDocument
from runtime.local import valkey
from runtime.settings import Settings
from runtime.wire import documents
from runtime.wire.question import Question

FAMILY = "query Family { viewer { subject } }\n"
HASH = sha256(FAMILY.encode()).hexdigest()
TRIMMED = sha256(FAMILY.strip().encode()).hexdigest()


def opened(**env: str) -> documents.Documents:
    return documents.opened(Settings.from_env(env))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "family.graphql").write_text(FAMILY)
    (tmp_path / "steel.graphql").write_text("{ viewer { org } }")
    (tmp_path / "notes.txt").write_text("not one")
    return tmp_path


async def test_a_file_is_known_by_its_name_and_by_its_hash_as_written_or_trimmed(folder: Path):
    known = opened(C360_DOCUMENTS=str(folder))
    for id_ in ("family", f"sha256:{HASH}", f"sha256:{TRIMMED}", HASH):
        assert await known.text(id_) == FAMILY
    assert sorted(await known.all()) == sorted([FAMILY, "{ viewer { org } }"])
    for id_ in ("notes", "sha256:" + "0" * 64, "../steel"):
        with pytest.raises(UnknownDocument):
            await known.text(id_)


@pytest.mark.parametrize(
    "manifest",
    [
        {"0f1e": FAMILY},
        {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "0f1e", "name": "Family", "type": "query", "body": FAMILY}]},
    ],
    ids=["Relay's", "Apollo's"],
)
async def test_manifests_of_clients_are_read(manifest: object, tmp_path: Path):
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    known = opened(C360_DOCUMENTS=str(tmp_path / "manifest.json"))
    assert await known.text("0f1e") == await known.text(f"sha256:{HASH}") == FAMILY


@pytest.mark.parametrize("text", ["[]", "{}", "7", "{", '{"a": 7}', '{"operations": [{"id": "a"}]}', '{"sha256:%s": "{ a }"}' % ("0" * 64)])
def test_what_is_no_manifest_stops_the_start(text: str, tmp_path: Path):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(NotConfigured, match="C360_DOCUMENTS"):
        opened(C360_DOCUMENTS=str(tmp_path / "manifest.json"))


def test_a_place_that_holds_none_stops_the_start(tmp_path: Path):
    for env in ({"C360_DOCUMENTS": str(tmp_path / "nowhere")}, {"C360_DOCUMENTS": "redis"}, {"C360_DOCUMENTS_ONLY": "true"}):
        with pytest.raises(NotConfigured, match="C360_DOCUMENTS"):
            opened(**env)


def test_two_files_of_one_name_stop_the_start(folder: Path):
    (folder / "teams" / "steel.graphql").write_text("{ viewer { role } }")
    with pytest.raises(NotConfigured, match="steel"):
        opened(C360_DOCUMENTS=str(folder))


async def test_a_text_is_refused_where_only_documents_are_answered(folder: Path):
    only = opened(C360_DOCUMENTS=str(folder), C360_DOCUMENTS_ONLY="true")
    with pytest.raises(DocumentRequired):
        await only.whole(Question(query=FAMILY))
    assert (await only.whole(Question(documentId="family"))).query == FAMILY


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    with valkey.running(tmp_path_factory.mktemp("valkey")) as url:
        yield url


async def test_documents_in_redis_are_read_once(redis_url: str):
    known = opened(C360_DOCUMENTS="redis", REDIS_URL=redis_url)
    redis = Redis.from_url(redis_url, decode_responses=True)
    await redis.set("c360:document:family", FAMILY)
    assert await known.text("family") == FAMILY and await known.all() == [FAMILY]
    with pytest.raises(UnknownDocument):
        await known.text("steel")
    await redis.set("c360:document:steel", "{ viewer { org } }")
    assert await known.text("steel") == "{ viewer { org } }"
    before = (await redis.info("commandstats"))["cmdstat_get"]["calls"]
    assert [await known.text(id_) for id_ in ("family", "steel", "family")] == [FAMILY, "{ viewer { org } }", FAMILY]
    assert (await redis.info("commandstats"))["cmdstat_get"]["calls"] == before
    await redis.aclose()
    await known.close()


async def test_a_text_under_another_texts_hash_is_not_answered(redis_url: str):
    known = opened(C360_DOCUMENTS="redis", REDIS_URL=redis_url)
    redis = Redis.from_url(redis_url)
    await redis.set(f"c360:document:sha256:{HASH}", "{ viewer { org } }")
    with capture_logs() as logs, pytest.raises(UnknownDocument):
        await known.text(f"sha256:{HASH}")
    assert logs[0]["wrong"] == "its text has another hash"
    await redis.aclose()
    await known.close()


async def test_as_many_texts_as_are_kept_are_kept(redis_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(documents, "MOST", 2)
    monkeypatch.setattr(documents, "LONGEST", 100)
    known = opened(C360_DOCUMENTS="redis", REDIS_URL=redis_url)
    redis = Redis.from_url(redis_url)
    texts = {"a": "{ a }", "b": "{ b }", "c": "{ c }", "d": "{ d }" + " " * 100}
    for id_, text in texts.items():
        await redis.set(f"c360:document:{id_}", text)
    assert [await known.text(id_) for id_ in "abcda"] == [texts[id_] for id_ in "abcda"]
    await redis.delete(*(f"c360:document:{id_}" for id_ in texts))
    kept = []
    for id_ in texts:
        with suppress(UnknownDocument):
            kept.append(await known.text(id_))
    assert kept == ["{ a }", "{ c }"]
    await redis.aclose()
    await known.close()


async def test_without_its_redis_a_document_is_asked_for_later():
    known = opened(C360_DOCUMENTS="redis", REDIS_URL="redis://127.0.0.1:1/0")
    for asked in (known.text("family"), known.all()):
        with pytest.raises(DocumentsUnavailable):
            await asked
    await known.close()
