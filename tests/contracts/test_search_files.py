"""Persistence of the search port: writes, rebuilds, broken files, several writers and readers."""

import gc
import multiprocessing
import os
import random
import shutil
import threading

import pytest

from app.adapters.search.index_folder import IndexFolder, engine_at
from app.adapters.search.opener import LARGE, AutoIndex, open_index
from app.core.search import (
    IndexBroken,
    IndexBusy,
    SearchPage,
    SearchQuery,
    Suggestion,
)
from tests.contracts.corpus import CORPUS, ENGINES, document, found, ids


def test_upsert_replaces_and_delete_forgets(index):
    index.upsert([document(1, "Gốm", group="craft"), document(2, "Lụa")], position=2)
    index.upsert([document(1, "Cũ"), document(1, "Trà", group="food")], position=4)
    index.delete(["product:2", "product:99"])
    page = index.search(SearchQuery(facets=("group",)))
    assert (page.total, page.hits, page.facets) == (1, ("product:1",), {"group": {"food": 1}})
    assert [found(index, text) for text in ("gốm", "lụa", "cũ", "trà")] == [[], [], [], ids(1)]
    assert (index.position(), index.count()) == (4, 1)


def test_upsert_does_not_lean_on_the_global_random(index):
    for number in range(3):
        random.seed(7)
        index.upsert([document(number, "Gốm")])
    assert found(index, "gom") == ids(0, 1, 2)


def test_position_moves_without_documents(index):
    index.upsert([document(1, "Gốm")])
    assert index.position() == 0
    index.upsert([], position=7)
    assert index.position() == 7
    index.delete([], position=8)
    assert (index.position(), index.count()) == (8, 1)


def test_rebuild_replaces_everything_at_once(index, tmp_path):
    index.upsert([document(1, "Gốm")], position=3)
    seen = []

    def documents():
        seen.append(found(index))
        yield document(2, "Lụa")

    index.rebuild(documents(), position=9)
    assert (seen, found(index), index.position()) == ([ids(1)], ids(2), 9)
    assert (
        len([path for path in (tmp_path / "index").iterdir() if path.is_dir() and not path.is_symlink()]) == 1
    )


def test_rebuild_that_fails_leaves_the_old_content(index):
    index.upsert([document(1, "Gốm")], position=3)
    with pytest.raises(ZeroDivisionError):
        index.rebuild((document(1 // n, "x") for n in (1, 0)), position=9)
    assert (found(index), index.position()) == (ids(1), 3)
    index.upsert([document(2, "Lụa")], position=4)
    assert (found(index), index.position()) == (ids(1, 2), 4)


def test_clear_empties(index):
    index.upsert(CORPUS, position=3)
    index.clear()
    assert (found(index), index.position()) == ([], 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_another_handle_sees_each_write(engine, tmp_path):
    writer, reader = open_index(engine, tmp_path), open_index(engine, tmp_path)
    for number in range(3):
        writer.upsert([document(number, "Gốm")], position=number)
        assert (found(reader), reader.position()) == (ids(*range(number + 1)), number)
    writer.clear()
    assert found(reader) == []
    writer.rebuild([document(8, "Gốm")], position=1)
    assert found(reader, "gom") == ids(8)


@pytest.mark.parametrize("engine", ENGINES)
def test_layouts_of_another_engine_count_as_absent(engine, tmp_path):
    other = next(name for name in ENGINES if name != engine)
    open_index(engine, tmp_path).upsert(CORPUS, position=3)
    assert (open_index(other, tmp_path).position(), found(open_index(other, tmp_path))) == (0, [])


def current_files(path):
    return [file for file in (path / "index" / "current").resolve().iterdir() if file.is_file()]


def empty_all(path):
    for file in current_files(path):
        file.write_bytes(b"")


def overwrite_all(path):
    for file in current_files(path):
        file.write_bytes(os.urandom(max(64, file.stat().st_size)))


def remove_all(path):
    shutil.rmtree((path / "index" / "current").resolve())


def spoil_position(path):
    (path / "index" / "current" / "position").write_text("many")


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whoosh drops the broken file unclosed
@pytest.mark.parametrize("spoil", [empty_all, overwrite_all, remove_all])
@pytest.mark.parametrize("engine", ENGINES)
def test_broken_files_are_said_and_rebuilt(engine, spoil, tmp_path):
    open_index(engine, tmp_path / "index").upsert(CORPUS, position=3)
    spoil(tmp_path)
    index = open_index(engine, tmp_path / "index")
    for verb in (
        lambda: found(index, "gốm"),
        lambda: index.suggest("g"),
        lambda: index.upsert(CORPUS),
        index.count,
    ):
        with pytest.raises(IndexBroken) as refusal:
            verb()
        assert refusal.value.code == "search_index_broken"
    gc.collect()
    index.rebuild(CORPUS, position=4)
    assert (found(index, "gốm"), index.position()) == ([*ids(7, kind="facility"), *ids(2)], 4)


def test_broken_position_is_said_and_cleared(index, tmp_path):
    index.upsert(CORPUS, position=3)
    spoil_position(tmp_path)
    with pytest.raises(IndexBroken):
        index.position()
    index.clear()
    assert index.position() == 0


def test_path_that_is_no_index_is_broken(index, tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text("not a link")
    with pytest.raises(IndexBroken):
        index.search(SearchQuery())
    index.clear()
    assert index.search(SearchQuery()).total == 0


def test_auto_changes_over_to_the_large_engine_at_a_rebuild(tmp_path):
    def layout():
        return (tmp_path / "current").readlink().name.split("-")[0]

    index, other = AutoIndex(tmp_path, large=3), AutoIndex(tmp_path, large=3)
    assert (index.position(), index.count(), index.outgrown()) == (0, 0, False)
    index.upsert([document(n, "Gốm") for n in range(2)], position=2)
    assert (layout(), index.outgrown(), found(other)) == ("whoosh4", False, ids(0, 1))
    index.upsert([document(2, "Gốm")], position=3)
    assert (layout(), index.outgrown()) == ("whoosh4", True)
    index.rebuild((document(n, "Gốm") for n in range(4)), position=4)
    assert (layout(), index.outgrown(), other.position(), found(other)) == (
        "tantivy5",
        False,
        4,
        ids(0, 1, 2, 3),
    )
    index.delete(["product:0"], position=5)
    assert (layout(), other.count(), other.suggest("go")) == ("tantivy5", 3, [Suggestion("product:1", "Gốm")])
    index.clear()
    assert (layout(), other.position(), found(other)) == ("whoosh4", 0, [])


def test_auto_is_the_engine_of_a_small_catalogue_by_default(tmp_path):
    index = open_index("auto", tmp_path)
    index.rebuild(CORPUS, position=1)
    assert len(CORPUS) < LARGE
    assert (tmp_path / "current").readlink().name.startswith("whoosh4-")


@pytest.mark.parametrize("engine", ENGINES)
def test_rebuild_mends_a_copy_whose_link_became_a_folder(engine, tmp_path):
    open_index(engine, tmp_path / "first").rebuild(CORPUS, position=3)
    shutil.copytree(tmp_path / "first", tmp_path / "copy", symlinks=False)
    index = open_index(engine, tmp_path / "copy")
    with pytest.raises(IndexBroken):
        index.position()
    index.rebuild([document(1, "Gốm")], position=9)
    assert (index.position(), found(index)) == (9, ids(1))
    assert (
        len([path for path in (tmp_path / "copy").iterdir() if path.is_dir() and not path.is_symlink()]) == 1
    )


def write_some(engine, path, start):
    index = open_index(engine, path)
    for number in range(start, start + 5):
        index.upsert([document(number, f"Gốm {number}")])


@pytest.mark.parametrize("engine", ENGINES)
def test_writers_of_two_processes_and_threads_wait_for_each_other(engine, tmp_path):
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=write_some, args=(engine, tmp_path, 100))
    threads = [threading.Thread(target=write_some, args=(engine, tmp_path, start)) for start in (0, 50)]
    for worker in (process, *threads):
        worker.start()
    for worker in (process, *threads):
        worker.join(600)
    assert process.exitcode == 0
    assert found(open_index(engine, tmp_path)) == ids(*range(5), *range(50, 55), *range(100, 105))


def test_writer_says_busy_after_waiting_in_vain(tmp_path):
    holder, other = IndexFolder(tmp_path, "x"), IndexFolder(tmp_path, "x", patience=0.05)
    with holder.writing(), pytest.raises(IndexBusy) as refusal, other.writing():
        pass
    assert refusal.value.code == "search_index_busy"


def test_engine_panic_means_broken_but_an_interrupt_passes(tmp_path):
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(IndexBroken), engine_at(tmp_path):
        raise panic
    with pytest.raises(KeyboardInterrupt), engine_at(tmp_path):
        raise KeyboardInterrupt
    with pytest.raises(IndexBusy), engine_at(tmp_path):
        raise IndexBusy


def test_reader_follows_a_writer_however_often_it_replaces_the_index(tmp_path):
    folder = IndexFolder(tmp_path, "x")
    folder.switch(folder.new())
    gone = []

    def opener(generation):
        if len(gone) < 9:
            gone.append(generation)
            folder.switch(folder.new())
            raise IndexBroken(path=str(generation))
        return generation

    assert folder.open_current(opener) == folder.current()
    assert len(set(gone)) == 9


def test_reader_survives_rebuilds_all_the_time(index):
    index.upsert(CORPUS, position=1)
    stop = threading.Event()
    answers: set[tuple[str, ...]] = set()

    def ask():
        while not stop.is_set():
            try:
                answers.add(tuple(found(index, "bat trang")))
            except IndexBroken:
                answers.add(("broken",))

    thread = threading.Thread(target=ask)
    thread.start()
    for position in range(8):
        index.rebuild(CORPUS, position=position)
        index.upsert(CORPUS[:3])
    stop.set()
    thread.join()
    assert answers == {(*ids(7, kind="facility"), *ids(2))}


def test_searches_of_many_threads_agree(filled):
    pages: list[SearchPage] = []

    def ask():
        pages.extend(filled.search(SearchQuery(text="bat trang", facets=("kind",))) for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pages) == 40
    assert all(page == pages[0] for page in pages)
