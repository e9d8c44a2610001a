package io.reeve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The tarball beside an installation's folder, as the build leaves it. */
final class Tarball {
    private Tarball() {}

    /** The tarball beside this folder, unpacked into a new one; the folder itself, with a note, if there is none. */
    static Home unpackedBeside(Home home, Report report) {
        try (Stream<Path> beside = Files.list(home.folder().toAbsolutePath().getParent())) {
            Path tarball = beside.filter(file -> file.toString().endsWith(".tar.gz")).sorted().findFirst().orElse(null);
            if (tarball == null) {
                report.note("no tarball beside " + home.folder() + "; measuring that folder");
                return home;
            }
            Path folder = Files.createTempDirectory("reeve-tarball");
            Process tar = new ProcessBuilder("tar", "-xzf", tarball.toString(), "-C", folder.toString()).inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new BenchmarkException("tar could not unpack " + tarball);
            }
            try (Stream<Path> inside = Files.list(folder)) {
                return new Home(inside.findFirst()
                        .orElseThrow(() -> new BenchmarkException(tarball + " is empty")));
            }
        } catch (IOException e) {
            throw new BenchmarkException("unpacking the tarball: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }
}
