package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Answers that break the rules of HTTP are refused, since a guess at what they mean can take a part for the whole. */
class HttpAnswerTest {
    private static String body(String answer) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return new String(HttpAnswer.read(new ByteArrayInputStream(bytes)).body().readAllBytes(),
                StandardCharsets.UTF_8);
    }

    @Test
    void aChunkThatIsLongerThanItsLengthIsRefused() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(body(head + "2\r\nab\r\n0\r\n\r\n")).isEqualTo("ab");
        assertThatThrownBy(() -> body(head + "2\r\nabc\r\n0\r\n\r\n")).isInstanceOf(IOException.class)
                .hasMessage("a chunk of the answer is longer than the answer says");
    }

    @Test
    void aStatusThatIsNoNumberOfThreeDigitsIsRefused() throws Exception {
        assertThat(body("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na")).isEqualTo("a");
        for (String status : new String[]{"2x0", "20x", "-20", "2000", "20", "099", "\u0662\u0660\u0660"}) {
            assertThatThrownBy(() -> body("HTTP/1.1 " + status + " OK\r\nContent-Length: 0\r\n\r\n")).as(status)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the answer is not HTTP");
        }
    }

    @Test
    void aLengthInOtherDigitsThanThoseOfAsciiIsRefused() {
        assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\nContent-Length: \u0661\r\n\r\na")).isInstanceOf(
                IOException.class).hasMessageStartingWith("the answer gives its length as");
    }

    private static void assertRefused(String headers, String message) {
        assertThatThrownBy(() -> body("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n0\r\n\r\n")).isInstanceOf(
                IOException.class).hasMessage(message);
    }

    @Test
    void headersThatDisagreeAboutTheLengthAreRefused() throws Exception {
        assertThat(body("HTTP/1.1 200 OK\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\na")).isEqualTo("a");
        assertRefused("Content-Length: 1\r\nContent-Length: 2",
                "the answer has two headers content-length: 1 and 2");
        assertRefused("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
                "the answer has two headers transfer-encoding: chunked and gzip");
        assertRefused("Content-Length: 5\r\nTransfer-Encoding: chunked",
                "the answer has both a Transfer-Encoding and a Content-Length");
    }
}
