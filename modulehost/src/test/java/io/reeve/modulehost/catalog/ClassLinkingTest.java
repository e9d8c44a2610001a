package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.modulehost.testing.TestModuleJar;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The linking of a module's classes, without which the first start of the module would do it. */
class ClassLinkingTest {
    private static final String RAN = "reeve.test.linked.ran";

    @TempDir
    Path dir;

    @AfterEach
    void forget() {
        System.clearProperty(RAN);
    }

    @Test
    void linksEachClassOfTheModulesPackageAndRunsNoStaticInitialiserAndNoCode() throws IOException {
        String says = "System.setProperty(\"" + RAN + "\", ";
        Path jar = TestModuleJar.module("one", "static { " + says + "\"Main\"); }")
                .constructor(says + "\"constructor\");")
                .standby("static { " + says + "\"Standby\"); } public void serve() {}")
                .type("Helper", "public class Helper { static { " + says + "\"Helper\"); } }")
                .writeTo(dir.resolve("modules"));
        addUnverifiable(jar, "mod/Unverifiable.class", "mod.Unverifiable");
        addUnverifiable(jar, "other/Unverifiable.class", "other.Unverifiable");
        try (ModuleCatalog catalog = new ModuleCatalog(List.of(dir.resolve("modules")), dir.resolve("work"),
                Duration.ofMinutes(1))) {
            catalog.rescan();
            LoadedModule module = catalog.find("one").orElseThrow();
            assertThat(module.link()).as("only what is linked is verified, and only the module's own package is")
                    .containsExactly("mod.Unverifiable");
            assertThat(System.getProperty(RAN)).as("code that has run").isNull();
        }
    }

    /** A class that can be loaded, and whose code the JVM refuses when it is linked. */
    private static void addUnverifiable(Path jar, String entry, String name) throws IOException {
        byte[] code = ClassFile.of()
                .build(ClassDesc.of(name), type -> type.withMethodBody("wrong",
                        MethodTypeDesc.of(ConstantDescs.CD_Object), ClassFile.ACC_STATIC,
                        body -> body.iconst_0().areturn()));
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            Path file = content.getPath(entry);
            Files.createDirectories(file.getParent());
            Files.write(file, code);
        }
    }
}
