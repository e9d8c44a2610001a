package io.reeve.it;

import io.reeve.api.MgrModule;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.slf4j.Logger;

/**
 * A module jar, compiled from source text against the module API and SLF4J, as an author would build one.
 *
 * @param name     the module's name
 * @param api      the range of API versions that its manifest states
 * @param provider what {@code META-INF/services} says
 * @param members  of the module's class
 * @param standby  members of the standby class; empty for none
 * @param spec     what follows {@code ModuleSpec.of(…)}: {@code .withCanRun(…)}
 */
record ModuleJar(String name, String api, String provider, String members, String standby, String spec) {
    private static final String IMPORTS = """
            package mod;
            import io.reeve.api.*;
            import io.reeve.api.command.*;
            import com.sun.net.httpserver.*;
            import java.net.URI;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    static ModuleJar of(String name, String members) {
        return new ModuleJar(name, "[0.1,0.2)", "mod.Provider", members, "", "");
    }

    ModuleJar withStandby(String more) {
        return new ModuleJar(name, api, provider, members, more, spec);
    }

    ModuleJar needing(String range) {
        return new ModuleJar(name, range, provider, members, standby, spec);
    }

    ModuleJar providedBy(String className) {
        return new ModuleJar(name, api, className, members, standby, spec);
    }

    ModuleJar withSpec(String calls) {
        return new ModuleJar(name, api, provider, members, standby, calls);
    }

    /** Compiles it, and moves the jar into place when it is whole. */
    Path writeTo(Path folder, String file) throws IOException {
        Files.createDirectories(folder);
        Path classes = Files.createTempDirectory("reeve-it-classes");
        compile(classes);
        Path part = folder.resolve(file + ".part");
        write(classes, part);
        return Files.move(part, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    Path writeTo(Path folder) throws IOException {
        return writeTo(folder, name + ".jar");
    }

    private void compile(Path classes) throws IOException {
        String withStandby = standby.isEmpty() ? "" : ".withStandby(Standby::new)";
        List<Source> sources = Stream.of(
                new Source("Main", "public class Main extends MgrModule { public Main(ModuleContext c) { super(c); }\n"
                        + members + "\n}"),
                new Source("Standby", "public class Standby extends MgrStandbyModule { public Standby(StandbyContext c)"
                        + " { super(c); }\n"
                        + (standby.isEmpty() ? "@Override public void serve() {}" : standby)
                        + "\n}"),
                new Source("Provider", "public class Provider implements ModuleProvider { public ModuleSpec spec() {"
                        + " return ModuleSpec.of(\"" + name + "\", Main.class, Main::new)" + withStandby + spec
                        + "; } }"))
                .toList();
        StringBuilder said = new StringBuilder();
        boolean ok = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, d -> said.append(d).append('\n'),
                        List.of("-d", classes.toString(), "-proc:none", "-parameters", "-nowarn", "-cp",
                                where(MgrModule.class) + ":" + where(Logger.class)),
                        null, sources)
                .call();
        if (!ok) {
            throw new IOException("module " + name + " does not compile:\n" + said);
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
        head.getMainAttributes().put(new Attributes.Name("Reeve-Api-Version"), api);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, head);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
                zip.closeEntry();
            }
            zip.putNextEntry(new JarEntry("META-INF/services/io.reeve.api.ModuleProvider"));
            zip.write(provider.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(URI.create("string:///mod/" + type + ".java"), Kind.SOURCE);
            this.text = IMPORTS + text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
