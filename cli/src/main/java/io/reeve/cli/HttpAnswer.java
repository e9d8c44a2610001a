package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to a request in HTTP/1.1, of which the body is still to be read.
 *
 * @param code     the status
 * @param location where a redirect leads; "" if the answer does not say
 * @param pause    after how many seconds to ask again; "" if the answer does not say
 * @param body     the body, without its coding; reading fails if the connection ends before it does
 */
record HttpAnswer(int code, String location, String pause, InputStream body) {
    private static final int LARGEST_HEAD = 64 << 10;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Reads the head of an answer; those that come before the final one, with a status below 200, are passed over. */
    static HttpAnswer read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        while (true) {
            int code = status(lines.next());
            Map<String, String> headers = headers(lines);
            if (code >= 200) {
                return new HttpAnswer(code, headers.getOrDefault("location", ""),
                        headers.getOrDefault("retry-after", ""), body(code, headers, in));
            }
        }
    }

    private static int status(String line) throws IOException {
        // HTTP/1.1 200 OK
        if (line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' '
                && (line.length() == 12 || line.charAt(12) == ' ')) {
            int code = 0;
            for (int i = 9; i < 12 && code >= 0; i++) {
                char c = line.charAt(i);
                code = c >= '0' && c <= '9' ? code * 10 + c - '0' : -1;
            }
            if (code >= 100) {
                return code;
            }
        }
        throw new IOException("the answer is not HTTP");
    }

    private static Map<String, String> headers(Lines lines) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                String value = line.substring(colon + 1).strip();
                String other = headers.putIfAbsent(name, value);
                boolean ofBody = name.equals("content-length") || name.equals("transfer-encoding");
                if (ofBody && other != null && !other.equals(value)) {
                    throw new IOException("the answer has two headers " + name + ": " + other + " and " + value);
                }
            }
        }
        return headers;
    }

    private static InputStream body(int code, Map<String, String> headers, InputStream in) throws IOException {
        if (code == NO_CONTENT || code == NOT_MODIFIED) {
            return new HttpBody.OfLength(in, 0);
        }
        String coding = headers.get("transfer-encoding");
        String length = headers.get("content-length");
        if (coding != null) {
            if (length != null) {
                throw new IOException("the answer has both a Transfer-Encoding and a Content-Length");
            }
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new IOException("the answer is encoded as " + coding + ", which is unknown");
            }
            return new HttpBody.InChunks(in);
        }
        return length == null ? in : new HttpBody.OfLength(in, HttpBody.number(length, 10));
    }

    /** The lines of heads, which end with a line feed and together have a limit. */
    private static final class Lines {
        private final InputStream in;
        private int left = LARGEST_HEAD;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException(left == LARGEST_HEAD
                            ? "the connection was closed without an answer"
                            : "the answer ended within its headers");
                }
                if (--left == 0) {
                    throw new IOException("the headers of the answer are longer than " + LARGEST_HEAD + " bytes");
                }
                line.append((char) c);
            }
            int end = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
            // What is not ASCII is UTF-8, if anything.
            return new String(line.substring(0, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }
}
