package io.reeve.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the packages inside the rooms, and for the names of types. */
class PackagesTest {
    /** Rooms whose packages still use each other in circles. */
    private static final Set<String> ROOMS_WITH_CIRCLES = Set.of();

    /** Names that several types still have. */
    private static final Set<String> NAMES_THAT_STAND_TWICE = Set.of();

    /** So many files may be in a package before it has to say in one sentence what they are. */
    private static final int MANY_FILES = 20;

    /** A sentence that can be read in one breath. */
    private static final int WORDS_OF_A_SENTENCE = 25;

    @Test
    void packagesHaveNoCycles() {
        Map<String, Set<String>> uses = new TreeMap<>();
        MainClasses.ALL.forEach(c -> uses.computeIfAbsent(c.getPackageName(), p -> new TreeSet<>())
                .addAll(MainClasses.ourPackagesUsedBy(c)));
        Map<String, Set<String>> circles = new TreeMap<>();
        uses.keySet().forEach(p -> {
            Set<String> circle = reachable(uses, p).stream()
                    .filter(q -> reachable(uses, q).contains(p))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!circle.isEmpty()) {
                circles.computeIfAbsent(MainClasses.roomOfPackage(p), r -> new TreeSet<>()).addAll(circle);
            }
        });
        assertThat(circles.keySet()).as("rooms with packages in circles: %s", circles).isEqualTo(ROOMS_WITH_CIRCLES);
    }

    @Test
    void noTwoTypesHaveTheSameSimpleName() {
        Map<String, Long> counts = MainClasses.ALL.stream()
                .filter(c -> !c.isNestedClass() && !c.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.counting()));
        counts.values().removeIf(count -> count == 1);
        assertThat(counts.keySet()).isEqualTo(NAMES_THAT_STAND_TWICE);
    }

    @Test
    void aPackageOfManyFilesSaysInOneSentenceWhatItIs() throws Exception {
        for (Path pom : pomsOfRooms()) {
            try (Stream<Path> folders = Files.walk(pom.resolveSibling("src/main/java"))) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    if (files(folder).size() > MANY_FILES) {
                        assertThat(firstSentence(folder)).as("first sentence of %s/package-info.java", folder)
                                .endsWith(".")
                                .satisfies(s -> assertThat(s.split(" ")).hasSizeBetween(3, WORDS_OF_A_SENTENCE));
                    }
                }
            }
        }
    }

    @Test
    void packagesAreSubjectsNotKinds() {
        noClasses().should()
                .resideInAnyPackage("..impl..", "..util..", "..utils..", "..common..", "..helper..", "..misc..")
                .check(MainClasses.ALL);
    }

    private static Set<String> reachable(Map<String, Set<String>> uses, String start) {
        Set<String> found = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            uses.getOrDefault(open.removeLast(), Set.of()).stream().filter(found::add).forEach(open::add);
        }
        return found;
    }

    private static List<Path> pomsOfRooms() throws IOException {
        try (Stream<Path> files = Files.walk(Product.root(), 3)) {
            return files.filter(f -> f.endsWith("pom.xml") && Files.isDirectory(f.resolveSibling("src/main/java")))
                    .toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }

    private static String firstSentence(Path folder) throws IOException {
        String comment = Files.readString(folder.resolve("package-info.java"))
                .replaceAll("(?s)^.*?/\\*\\*(.*?)\\*/.*", "$1")
                .replaceAll("\\s*\\R\\s*\\*?\\s*", " ")
                .strip();
        return comment.replaceAll("(?s)\\.(\\s.*)$", ".");
    }
}
