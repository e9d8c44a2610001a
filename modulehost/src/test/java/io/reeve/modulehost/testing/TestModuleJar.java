package io.reeve.modulehost.testing;

import io.reeve.api.MgrModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A module jar, compiled from source text against the module API and SLF4J alone. */
public final class TestModuleJar {
    private static final String IMPORTS = """
            package mod;
            import io.reeve.api.*; import io.reeve.api.command.*; import io.reeve.api.cluster.*;
            import java.util.*; import java.util.concurrent.*; import java.time.*; import com.sun.net.httpserver.*;
            import java.net.URI; import java.nio.file.*;
            """;

    private final String name;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final List<Path> classpath = new ArrayList<>();
    private String constructor = "";
    private String body = "";
    private @Nullable String standby;
    private String spec = "";
    private String provider = "mod.Provider";

    private TestModuleJar(String name) {
        this.name = name;
        manifest.put("Reeve-Api-Version", "[0.1,0.2)");
    }

    /** A module with this name and these members beside its constructor. */
    public static TestModuleJar module(String name, String body) {
        TestModuleJar jar = new TestModuleJar(name);
        jar.body = body;
        return jar;
    }

    public static TestModuleJar module(String name) {
        return module(name, "");
    }

    /** Statements for the end of the constructor. */
    public TestModuleJar constructor(String statements) {
        constructor = statements;
        return this;
    }

    /** Members of a standby class. */
    public TestModuleJar standby(String members) {
        standby = members;
        return this;
    }

    /** What follows {@code ModuleSpec.of(…)}: {@code .withOptions(…)}. */
    public TestModuleJar spec(String calls) {
        spec = calls;
        return this;
    }

    public TestModuleJar manifest(String key, @Nullable String value) {
        if (value == null) {
            manifest.remove(key);
        } else {
            manifest.put(key, value);
        }
        return this;
    }

    /** A further class, or another text for {@code Provider}. */
    public TestModuleJar type(String simpleName, String text) {
        sources.put(simpleName, text);
        return this;
    }

    /** What {@code META-INF/services} says. */
    public TestModuleJar provider(String lines) {
        provider = lines;
        return this;
    }

    public TestModuleJar against(Path jar) {
        classpath.add(jar);
        return this;
    }

    /** Compiles and writes it, then moves it into place. */
    public Path writeTo(Path folder) {
        return writeTo(folder, name + ".jar");
    }

    public Path writeTo(Path folder, String file) {
        try {
            Files.createDirectories(folder);
            Path classes = Files.createTempDirectory("reeve-test-classes");
            compile(classes);
            Path temporary = folder.resolve(file + ".part");
            write(classes, temporary);
            Path jar = folder.resolve(file);
            Files.move(temporary, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            deleteTree(classes);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar with one class and nothing that makes it a module. */
    public static Path library(Path folder, String file, String simpleName, String text) throws IOException {
        TestModuleJar jar = new TestModuleJar("library");
        Files.createDirectories(folder);
        Path classes = Files.createTempDirectory("reeve-test-classes");
        jar.compileAll(classes, Map.of(simpleName, text));
        Path target = folder.resolve(file);
        jar.provider = "";
        jar.write(classes, target);
        deleteTree(classes);
        return target;
    }

    /** A bundled module's jar, from its sources and resources in this repository. */
    public static Path bundled(Path folder, String name) throws IOException {
        Path main = Path.of("..", "modules", name, "src", "main");
        TestModuleJar jar = new TestModuleJar(name);
        Path classes = Files.createTempDirectory("reeve-test-classes");
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(main.resolve("java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                texts.put(main.resolve("java").relativize(file).toString().replace(".java", ""),
                        Files.readString(file));
            }
        }
        jar.compileSources(classes,
                texts.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList());
        jar.provider = Files.readString(main.resolve("resources/META-INF/services/io.reeve.api.ModuleProvider"));
        Files.createDirectories(folder);
        Path target = folder.resolve(name + ".jar");
        jar.write(classes, target);
        deleteTree(classes);
        return target;
    }

    private void compile(Path classes) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Main", "public class Main extends MgrModule { public Main(ModuleContext c) { super(c); " + constructor
                + " }\n" + body + "\n}");
        if (standby != null) {
            all.put("Standby", "public class Standby extends MgrStandbyModule { public Standby(StandbyContext c) "
                    + "{ super(c); }\n" + standby + "\n}");
        }
        all.put("Provider", "public class Provider implements ModuleProvider { public ModuleSpec spec() {"
                + " return ModuleSpec.of(\"" + name + "\", Main.class, Main::new)"
                + (standby == null ? "" : ".withStandby(Standby::new)") + spec + "; } }");
        all.putAll(sources);
        compileAll(classes, all);
    }

    private void compileAll(Path classes, Map<String, String> all) {
        compileSources(classes,
                all.entrySet().stream().map(e -> new Source("mod/" + e.getKey(), IMPORTS + e.getValue())).toList());
    }

    private void compileSources(Path classes, List<Source> all) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> path = new ArrayList<>();
        for (Class<?> type : List.of(MgrModule.class, Logger.class, Nullable.class)) {
            path.add(where(type).toString());
        }
        classpath.forEach(p -> path.add(p.toString()));
        StringBuilder said = new StringBuilder();
        boolean ok = compiler.getTask(null, null, d -> said.append(d).append('\n'),
                List.of("-d", classes.toString(), "-proc:none", "-parameters", "-nowarn", "-cp",
                        String.join(java.io.File.pathSeparator, path)),
                null, all).call();
        if (!ok) {
            throw new IllegalArgumentException("module " + name + " does not compile:\n" + said);
        }
    }

    private static Path where(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(Path classes, Path jar) throws IOException {
        Manifest head = new Manifest();
        head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((key, value) -> head.getMainAttributes().put(new Attributes.Name(key), value));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, head);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
            if (!provider.isEmpty()) {
                zip.putNextEntry(new JarEntry("META-INF/services/io.reeve.api.ModuleProvider"));
                zip.write(provider.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
