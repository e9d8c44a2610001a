package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.modulehost.testing.TestModuleJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentModuleTest {
    @TempDir
    Path dir;

    private static List<String> seen() {
        return java.util.stream.Stream
                .of("mod.Main", "any.name", "io.reeve.modulehost.catalog.ModuleCatalog", "java.util.logging.Logger")
                .filter(name -> "m".equals(CurrentModule.ofLogger(name)))
                .toList();
    }

    @Test
    void whatAThreadOfAModuleLogsIsTheModulesUnlessTheClassIsTheManagers() throws Exception {
        TestModuleJar.module("m").writeTo(dir.resolve("modules"));
        try (ModuleCatalog catalog = new ModuleCatalog(List.of(dir.resolve("modules")), dir.resolve("work"),
                Duration.ofMinutes(1))) {
            catalog.rescan();
            ClassLoader loader = catalog.find("m").orElseThrow().loader();
            List<Consumer<Runnable>> starters = List.of(work -> {
                Thread platform = new Thread(work);
                platform.setContextClassLoader(loader);
                platform.start();
            }, work -> {
                Thread virtual = Thread.ofVirtual().unstarted(work);
                virtual.setContextClassLoader(loader);
                virtual.start();
            }, work -> new Thread(new Group(loader), work).start());
            for (Consumer<Runnable> starter : starters) {
                CompletableFuture<List<String>> found = new CompletableFuture<>();
                starter.accept(() -> found.complete(seen()));
                assertThat(found.get()).containsExactly("mod.Main", "any.name");
            }
            assertThat(seen()).isEmpty();
        }
    }

    private static final class Group extends ThreadGroup implements CurrentModule.Group {
        private final ClassLoader loader;

        Group(ClassLoader loader) {
            super("some");
            this.loader = loader;
        }

        @Override
        public ClassLoader loader() {
            return loader;
        }
    }
}
