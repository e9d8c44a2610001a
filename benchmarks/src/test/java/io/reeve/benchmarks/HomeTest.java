package io.reeve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.ModuleProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installation, and the modules that are put beside it. */
class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void writesModulesThatCanBeLoaded() throws IOException {
        Home.writeModules(folder);
        for (String name : new String[]{"bench", "benchfail"}) {
            Path file = folder.resolve(name + ".jar");
            try (JarFile jar = new JarFile(file.toFile());
                    URLClassLoader loader = new URLClassLoader(new URL[]{file.toUri().toURL()})) {
                assertThat(jar.getManifest().getMainAttributes().getValue("Reeve-Api-Version")).isEqualTo("[0.1,0.2)");
                assertThat(ServiceLoader.load(ModuleProvider.class, loader)).singleElement()
                        .satisfies(provider -> assertThat(provider.spec().name()).isEqualTo(name));
            }
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new Home(folder)).isInstanceOf(BenchmarkException.class)
                .hasMessageContaining("bin/reeved is not there")
                .hasMessageContaining("--home");
    }
}
