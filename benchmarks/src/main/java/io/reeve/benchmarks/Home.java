package io.reeve.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The installation that is measured: the content of the tarball. */
record Home(Path folder) {
    Home {
        if (!Files.isExecutable(folder.resolve("bin/reeved"))) {
            throw new BenchmarkException(folder + "/bin/reeved is not there; give the folder of the distribution with"
                    + " --home DIR");
        }
    }

    Process reeved(Path log, String... args) {
        List<String> command = new ArrayList<>(List.of(folder.resolve("bin/reeved").toString()));
        command.addAll(Arrays.asList(args));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new BenchmarkException(command + ": " + e.getMessage(), e);
        }
    }

    /** Makes the start-up cache, as an image has it, and an installation half a minute after its first start. */
    void makeCache() {
        try {
            Path log = Files.createTempFile("reeve-benchmark-cache", ".log");
            if (reeved(log, "cache").waitFor() != 0) {
                throw new BenchmarkException("no start-up cache: " + Files.readString(log));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new BenchmarkException("no start-up cache: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    Path modules() {
        return folder.resolve("modules");
    }

    /** Makes the jars of our own modules, which the managers load beside the bundled ones. */
    static void writeModules(Path into) {
        jar(into.resolve("bench.jar"), "BenchProvider", "BenchModule", "WholeCopy");
        jar(into.resolve("benchfail.jar"), "FailingProvider", "FailingModule");
    }

    /** Makes the jar of a module with so many options. */
    static void writeGrowthModule(Path into, int options) {
        jar(into.resolve("growth.jar"), Map.of("options", Integer.toString(options).getBytes(UTF_8)), "GrowthProvider",
                "GrowthModule");
    }

    private static void jar(Path file, String provider, String... more) {
        jar(file, Map.of(), provider, more);
    }

    private static void jar(Path file, Map<String, byte[]> files, String provider, String... more) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Reeve-Api-Version", "[0.1,0.2)");
        String inside = "io/reeve/benchmarks/modules/";
        Map<String, byte[]> entries = new TreeMap<>(files);
        entries.put("META-INF/services/io.reeve.api.ModuleProvider",
                (inside.replace('/', '.') + provider + "\n").getBytes(UTF_8));
        try {
            Files.createDirectories(file.getParent());
            List<String> classes = new ArrayList<>(List.of(more));
            classes.add(provider);
            for (String name : classes) {
                String path = inside + name + ".class";
                try (var in = Home.class.getClassLoader().getResourceAsStream(path)) {
                    if (in == null) {
                        throw new BenchmarkException(path + " is not on the class path");
                    }
                    entries.put(path, in.readAllBytes());
                }
            }
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    out.putNextEntry(new JarEntry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
        } catch (IOException e) {
            throw new BenchmarkException(file + ": " + e.getMessage(), e);
        }
    }
}
