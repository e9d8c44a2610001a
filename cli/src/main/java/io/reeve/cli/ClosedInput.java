package io.reeve.cli;

import java.io.IOException;
import java.io.InputStream;

/** A standard input from which nothing can be read. */
final class ClosedInput extends InputStream {
    private final String why;

    ClosedInput() {
        this("it is closed");
    }

    /** @param why the reason, for a message that begins with the name of the file */
    ClosedInput(String why) {
        this.why = why;
    }

    @Override
    public int read() throws IOException {
        throw new IOException(why);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return read();
    }
}
