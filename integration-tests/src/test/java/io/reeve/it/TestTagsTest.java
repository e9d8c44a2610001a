package io.reeve.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * The tags by which one kind of test can be run alone: {@code container} for what needs a Docker engine, {@code cluster} for what
 * starts managers, none for what is fast.
 */
class TestTagsTest {
    private static final Set<Class<?>> CONTAINER = Set.of(Image.class, ContainerCluster.class, ComposedCluster.class,
            SystemdMachine.class);
    private static final Set<Class<?>> CLUSTER = Set.of(TestCluster.class, RunningDemo.class);
    private static final JavaClasses TESTS = new ClassFileImporter().importPackagesOf(TestTagsTest.class);

    @Test
    void everyTestClassHasTheTagOfWhatItStarts() {
        List<JavaClass> classes = TESTS.stream().filter(TestTagsTest::hasTests).toList();
        assertThat(classes).hasSizeGreaterThan(20);
        assertAll(classes.stream()
                .<Executable>map(test -> () -> assertThat(tags(test)).as("tags of " + test.getSimpleName())
                        .isEqualTo(tagsOfWhatIsStarted(test))));
    }

    @Test
    void onlyClassesHaveTags() {
        assertThat(TESTS.stream().flatMap(type -> type.getMethods().stream()).filter(m -> m.isAnnotatedWith(Tag.class)))
                .isEmpty();
    }

    private static boolean hasTests(JavaClass type) {
        return type.isTopLevelClass() && type.getMethods()
                .stream()
                .anyMatch(m -> m.isAnnotatedWith(Test.class) || m.isAnnotatedWith(ParameterizedTest.class));
    }

    private static List<String> tags(JavaClass test) {
        return Arrays.stream(test.reflect().getAnnotationsByType(Tag.class)).map(Tag::value).toList();
    }

    private static List<String> tagsOfWhatIsStarted(JavaClass test) {
        Set<JavaCodeUnit> reached = reachedFrom(test);
        if (calls(reached, CONTAINER)) {
            return List.of("container");
        }
        return calls(reached, CLUSTER) ? List.of("cluster") : List.of();
    }

    /** Instances are what counts: {@code TestCluster.freePort()} starts nothing. {@code Image} has none, each use needs the engine. */
    private static boolean calls(Set<JavaCodeUnit> reached, Set<Class<?>> starters) {
        return reached.stream()
                .filter(unit -> unit.isConstructor() || unit.getOwner().isEquivalentTo(Image.class))
                .anyMatch(unit -> starters.stream().anyMatch(unit.getOwner()::isEquivalentTo));
    }

    /** All methods and constructors of these tests that a class calls, directly or through others. */
    private static Set<JavaCodeUnit> reachedFrom(JavaClass test) {
        Set<JavaCodeUnit> reached = new HashSet<>();
        Deque<JavaCodeUnit> next = new ArrayDeque<>(test.getCodeUnits());
        while (!next.isEmpty()) {
            JavaCodeUnit unit = next.pop();
            if (reached.add(unit)) {
                targets(unit).filter(called -> called.getOwner().getPackageName().equals(test.getPackageName()))
                        .forEach(next::add);
            }
        }
        return reached;
    }

    private static Stream<JavaCodeUnit> targets(JavaCodeUnit unit) {
        return unit.getAccessesFromSelf()
                .stream()
                .filter(JavaCodeUnitAccess.class::isInstance)
                .flatMap(access -> access.getTarget().resolveMember().stream())
                .map(JavaCodeUnit.class::cast);
    }
}
