"""A client in another language: generated stubs against the running pair.

Starts both services on free ports, ingests the sample documents (and the seeds
beside the source tree, where there are any) and looks them up by speaker and
topic. Exit code 77: what it needs is not installed.
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

try:
    import grpc
    from quoth.v1 import document_pb2, ingest_service_pb2, ingest_service_pb2_grpc
    from quoth.v1 import query_service_pb2, query_service_pb2_grpc, statement_pb2
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

SOURCE = pathlib.Path(os.environ["QUOTH_SOURCE_DIR"])
BIN = pathlib.Path(os.environ["QUOTH_BIN_DIR"])
DEADLINE_S = 30


class Service:
    """A server process with data in `folder`, ended by its own pid."""

    def __init__(self, program, folder, *flags):
        port_file = pathlib.Path(folder) / f"{program}.port"
        self.log = open(pathlib.Path(folder) / f"{program}.log", "ab")
        self.process = subprocess.Popen(
            [BIN / program, "--data", pathlib.Path(folder) / program, "--listen", "127.0.0.1:0",
             "--port-file", port_file, *flags],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        end = time.monotonic() + 90
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{program} did not start: see {self.log.name}")
            time.sleep(0.02)
        self.address = f"127.0.0.1:{port_file.read_text().strip()}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.log.close()
        return code


def documents(folder):
    return sorted(path for path in folder.glob("*")
                  if path.suffix in (".txt", ".md"))


class PythonClientTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="quoth-python-")
        cls.addClassCleanup(cls.folder.cleanup)  # Cleanups run even when this fails.
        cls.ingest_service = Service("quoth-ingest", cls.folder.name)
        cls.addClassCleanup(cls.stop, cls.ingest_service)
        cls.query_service = Service("quoth-query", cls.folder.name, "--ingest",
                                    cls.ingest_service.address)
        cls.addClassCleanup(cls.stop, cls.query_service)
        cls.ingest_channel = grpc.insecure_channel(cls.ingest_service.address)
        cls.query_channel = grpc.insecure_channel(cls.query_service.address)
        cls.addClassCleanup(cls.ingest_channel.close)
        cls.addClassCleanup(cls.query_channel.close)
        cls.ingest = ingest_service_pb2_grpc.IngestServiceStub(cls.ingest_channel)
        cls.query = query_service_pb2_grpc.QueryServiceStub(cls.query_channel)
        cls.seeds = documents(SOURCE.parent / "shared" / "seeds")
        cls.results = list(cls.ingest.IngestDocuments(cls.requests(), timeout=120))
        cls.revision = cls.results[-1].response.revision

    @staticmethod
    def stop(service):
        code = service.stop()
        assert code == 0, f"{service.address} ended with {code}"

    @classmethod
    def requests(cls):
        for path in documents(SOURCE / "deploy" / "samples") + cls.seeds:
            yield ingest_service_pb2.IngestDocumentsRequest(
                tag=path.name,
                document=ingest_service_pb2.IngestDocumentRequest(
                    document_id=path.stem, content=path.read_bytes(), file_name=path.name))

    def statements(self, page_size=7, **conditions):
        """Every statement, page by page."""
        request = query_service_pb2.ListStatementsRequest(
            filter=query_service_pb2.StatementFilter(**conditions), page_size=page_size,
            at_least_as_fresh=self.revision)
        while True:
            response = self.query.ListStatements(request, timeout=DEADLINE_S)
            yield from response.statements
            if not response.next_page_token:
                return
            request.page_token = response.next_page_token

    def test_every_document_is_stored(self):
        self.assertGreaterEqual(len(self.results), 5)
        for index, result in enumerate(self.results):
            self.assertEqual(result.index, index)
            self.assertEqual(result.WhichOneof("result"), "response", result.error)
            self.assertGreater(result.response.document.statement_count, 0, result.tag)

    def test_by_speaker_and_topic(self):
        said = list(self.statements(speakers=["speakers/mirela-dannhauer"]))
        self.assertGreaterEqual(len(said), 20)
        both = list(self.statements(speakers=["speakers/mirela-dannhauer"], topics=["topics/vaccines"]))
        self.assertGreaterEqual(len(both), 2)
        self.assertLess(len(both), len(said))
        names = {statement.name for statement in said}
        self.assertEqual(len(names), len(said), "a statement came twice")
        self.assertTrue({statement.name for statement in both} <= names)

    def test_seeds_by_speaker_and_topic(self):
        if not self.seeds:
            self.skipTest("no ../shared/seeds beside the source tree")
        for topic in ("new-start", "vaccines", "nagorno-karabakh", "sanctions"):
            found = list(self.statements(speakers=["speakers/sergey-lavrov"],
                                         topics=[f"topics/{topic}"]))
            self.assertTrue(found, topic)

    def test_code_points_slice_python_strings(self):
        """Spans point at the words in a string of this language."""
        for stored in self.results:
            document = self.ingest.GetDocument(document_pb2.GetDocumentRequest(
                name=stored.response.document.name, view=document_pb2.DOCUMENT_VIEW_FULL),
                timeout=DEADLINE_S)
            self.assertTrue(document.text)
            self.assertEqual(document.source, (
                next(p for p in documents(SOURCE / "deploy" / "samples") + self.seeds
                     if p.name == stored.tag)).read_bytes())
            for statement in self.statements(documents=[document.name]):
                words = [document.text[span.code_point_begin:span.code_point_end]
                         for span in statement.spans]
                self.assertTrue(words, statement.name)
                self.assertEqual(" ".join(" … ".join(words).split()), " ".join(statement.text.split()))
                utf8 = document.text.encode()
                for span, word in zip(statement.spans, words):
                    self.assertEqual(utf8[span.utf8_begin:span.utf8_end].decode(), word)

    def test_one_statement_by_name(self):
        first = next(self.statements(topics=["topics/vaccines"]))
        again = self.query.GetStatement(query_service_pb2.GetStatementRequest(name=first.name),
                                        timeout=DEADLINE_S)
        self.assertEqual(again.text, first.text)
        self.assertIn(again.kind, statement_pb2.StatementKind.values())

    def test_errors_carry_details(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.ingest.IngestDocument(ingest_service_pb2.IngestDocumentRequest(
                document_id="Not An Id", content=b"words"), timeout=DEADLINE_S)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        details = dict(raised.exception.trailing_metadata())["grpc-status-details-bin"]
        self.assertIn(b"type.googleapis.com/google.rpc.BadRequest", details)
        self.assertIn(b"document_id", details)
        self.assertIn(b"quoth.v1", details)


if __name__ == "__main__":
    unittest.main(verbosity=2)
