package io.reeve.agent;

import io.reeve.report.protocol.Identity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders {@code POOL.NUMBER} under a path, each of which stands for a placement group with its files as objects.
 * Counting takes at most a tenth of the time: the more files there are, the longer the last count is used.
 */
final class GroupFolders {
    private static final Pattern NAME = Pattern.compile("(0|[1-9][0-9]{0,8})\\.(0|[1-9a-f][0-9a-f]{0,7})");
    private static final int SHARE = 10;

    private final Path path;
    private final LongSupplier nanoTime;
    private List<Reading.Group> last = List.of();
    private long nextAt = Long.MIN_VALUE;

    GroupFolders(Path path, LongSupplier nanoTime) {
        this.path = path;
        this.nanoTime = nanoTime;
    }

    List<Reading.Group> read() throws IOException {
        long start = nanoTime.getAsLong();
        if (nextAt != Long.MIN_VALUE && start - nextAt < 0) {
            return last;
        }
        List<Reading.Group> groups = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, GroupFolders::isGroup)) {
            for (Path folder : folders) {
                groups.add(count(folder));
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException("cannot list " + path + ": " + e.getMessage(), e);
        }
        last = List.copyOf(groups);
        long end = nanoTime.getAsLong();
        nextAt = end + (end - start) * (SHARE - 1);
        return last;
    }

    private static boolean isGroup(Path folder) {
        return NAME.matcher(folder.getFileName().toString()).matches() && Files.isDirectory(folder);
    }

    /** The sum of two sizes, or the largest that can be reported: sparse files have any size. */
    static long sum(long one, long other) {
        long most = Identity.NUMBER_LIMIT - 1;
        return Math.min(most, Math.min(most, one) + Math.min(most, other));
    }

    private static Reading.Group count(Path folder) throws IOException {
        long[] sums = new long[2];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    sums[0]++;
                    sums[1] = sum(sums[1], attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE; // deleted while counting
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException unreadable) {
                return FileVisitResult.CONTINUE; // what could be counted is
            }
        });
        return new Reading.Group(folder.getFileName().toString(), sums[0], sums[1]);
    }
}
