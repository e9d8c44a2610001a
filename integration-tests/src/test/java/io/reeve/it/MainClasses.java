package io.reeve.it;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The classes of Reeve's main code without the benchmarks, and the rooms, packages, libraries and texts that each uses. */
final class MainClasses {
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.reeve");

    /** The packages of each library. A class outside them, the JDK and ours is of a library that nobody may see yet. */
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            entry("ascii-table", List.of("com.github.freva")),
            entry("curator", List.of("org.apache.curator")),
            entry("jackson", List.of("com.fasterxml.jackson")),
            entry("jline", List.of("org.jline")),
            entry("logback", List.of("ch.qos.logback")),
            entry("netty", List.of("io.netty")),
            entry("oshi", List.of("oshi")),
            entry("picocli", List.of("picocli")),
            entry("prometheus", List.of("io.prometheus")),
            entry("slf4j", List.of("org.slf4j")),
            entry("undertow", List.of("io.undertow", "org.xnio")),
            entry("zookeeper", List.of("org.apache.zookeeper")));

    /** The JDK, and annotations for the compiler, which nothing needs when it runs. */
    private static final List<String> SEEN_BY_ALL = List.of("java", "javax", "com.sun", "org.jspecify",
            "com.google.errorprone.annotations");

    private MainClasses() {}

    static Set<String> roomsUsedBy(JavaClass one) {
        return ourPackagesUsedBy(one).stream()
                .map(MainClasses::roomOfPackage)
                .filter(r -> !r.equals(room(one)))
                .collect(Collectors.toSet());
    }

    static Set<String> ourPackagesUsedBy(JavaClass one) {
        return packagesUsedBy(one).filter(p -> isIn(p, "io.reeve") && !p.equals(one.getPackageName()))
                .collect(Collectors.toSet());
    }

    /** Libraries by their names here; one that is not known here by its package. */
    static Set<String> librariesSeenBy(JavaClass one) {
        return packagesUsedBy(one).filter(p -> !isIn(p, "io.reeve") && SEEN_BY_ALL.stream().noneMatch(s -> isIn(p, s)))
                .map(p -> LIBRARIES.entrySet()
                        .stream()
                        .filter(library -> library.getValue().stream().anyMatch(s -> isIn(p, s)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(p))
                .collect(Collectors.toSet());
    }

    /** The packages of all that a class names: in fields and signatures, in calls, method references and lambdas. */
    private static Stream<String> packagesUsedBy(JavaClass one) {
        return one.getDirectDependenciesFromSelf()
                .stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(c -> !c.isPrimitive())
                .map(JavaClass::getPackageName);
    }

    private static boolean isIn(String packageName, String above) {
        return packageName.equals(above) || packageName.startsWith(above + ".");
    }

    static String room(JavaClass one) {
        return roomOfPackage(one.getPackageName());
    }

    static String roomOfPackage(String name) {
        return name.split("\\.").length > 2 ? name.split("\\.")[2] : "";
    }

    /** The string constants of the classes. */
    static Set<String> texts(Predicate<JavaClass> which) throws IOException {
        Set<String> texts = new TreeSet<>();
        for (JavaClass one : ALL.stream().filter(which).toList()) {
            try (InputStream in = one.getSource().orElseThrow().getUri().toURL().openStream()) {
                constants(in.readAllBytes()).forEach(texts::add);
            }
        }
        return texts;
    }

    private static Stream<String> constants(byte[] classFile) {
        return StreamSupport.stream(ClassFile.of().parse(classFile).constantPool().spliterator(), false)
                .filter(StringEntry.class::isInstance)
                .map(entry -> ((StringEntry) entry).stringValue());
    }
}
