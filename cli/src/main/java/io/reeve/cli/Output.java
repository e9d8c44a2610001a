package io.reeve.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The destination of the answer. A file is opened before the command is sent, so that no command is executed whose
 * answer cannot be saved. The file is changed only once there is an answer.
 */
final class Output implements AutoCloseable {
    private final OutputStream stdout;
    private final @Nullable Path file;
    private final @Nullable FileChannel channel;
    private final boolean made;
    private boolean written;

    private Output(OutputStream stdout, @Nullable Path file, @Nullable FileChannel channel, boolean made) {
        this.stdout = stdout;
        this.file = file;
        this.channel = channel;
        this.made = made;
    }

    static Output open(@Nullable String name, OutputStream stdout) throws CliException {
        if (name == null || name.equals("-")) {
            return new Output(stdout, null, null, false);
        }
        try {
            Path path = Path.of(name);
            boolean made = Files.notExists(path);
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new Output(stdout, path, channel, made);
        } catch (IOException | InvalidPathException e) {
            throw new CliException(1, "cannot open output file '" + name + "': " + FileProblem.of(e));
        }
    }

    boolean isFile() {
        return channel != null;
    }

    void write(byte[] bytes) throws IOException {
        if (channel == null || file == null) {
            stdout.write(bytes);
            stdout.flush();
            return;
        }
        written = true;
        if (Files.isRegularFile(file)) {
            channel.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null && file != null) {
            channel.close();
            if (made && !written) {
                Files.deleteIfExists(file);
            }
        }
    }
}
