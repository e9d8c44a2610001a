package io.reeve.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

/** The layout of the house, as rules. */
class ArchitectureTest {
    private static final JavaClasses REEVE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.reeve");

    /** Everything of Curator and ZooKeeper that changes something on a server. */
    private static final Set<String> WRITES = Set.of("create", "delete", "setData", "setACL", "transaction",
            "inTransaction", "multi", "transactionOp", "reconfig");

    @Test
    void onlyTheElectionWritesToZooKeeper() {
        ArchRule rule = noClasses().that()
                .resideOutsideOfPackage("io.reeve.election..")
                .should()
                .callCodeUnitWhere(aWriteTo("org.apache.curator.framework.CuratorFramework"))
                .orShould()
                .callCodeUnitWhere(aWriteTo(ZooKeeper.class.getName()))
                .because("durable state is written through FencedWriter, or not at all");
        rule.check(REEVE);
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaCall<?>> aWriteTo(String owner) {
        return DescribedPredicate.describe("writes through " + owner, call -> {
            AccessTarget.CodeUnitCallTarget target = call.getTarget();
            return target.getOwner().isAssignableTo(owner) && WRITES.contains(target.getName());
        });
    }

    @Test
    void roomsUseOnlyTheRoomsTheyStandOn() {
        only("io.reeve.api..");
        only("io.reeve.election..", "io.reeve.api..");
        only("io.reeve.store..", "io.reeve.election..", "io.reeve.api..");
        only("io.reeve.modulehost..", "io.reeve.api..");
        only("io.reeve.cluster..", "io.reeve.api..");
        only("io.reeve.report..");
        only("io.reeve.agent..", "io.reeve.report..");
        only("io.reeve.standby..", "io.reeve.modulehost..", "io.reeve.store..", "io.reeve.election..",
                "io.reeve.api..");
        only("io.reeve.cli..");
    }

    private static void only(String room, String... below) {
        Set<String> allowed = new java.util.HashSet<>(Set.of(below));
        allowed.add(room);
        classes().that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe("are outside Reeve or in " + allowed,
                        (JavaClass c) -> !c.getPackageName().startsWith("io.reeve")
                                || allowed.stream()
                                        .anyMatch(p -> JavaClass.Predicates.resideInAPackage(p).test(c))))
                .check(REEVE);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices().matching("io.reeve.(*)..").should().beFreeOfCycles().check(REEVE);
        SlicesRuleDefinition.slices().matching("io.reeve.daemon.(*)..").should().beFreeOfCycles().check(REEVE);
    }

    @Test
    void theApiKnowsNoLibraryButSlf4j() {
        onlyLibraries("io.reeve.api..", "java", "com.sun.net.httpserver", "org.slf4j");
    }

    @Test
    void theReporterKnowsNoLibraryButNettyJacksonAndSlf4j() {
        onlyLibraries("io.reeve.report..", "java", "io.netty", "com.fasterxml.jackson", "org.slf4j");
    }

    /** Annotations for the compiler are no library: nothing needs them when it runs. */
    private static void onlyLibraries(String room, String... libraries) {
        Set<String> allowed = new java.util.HashSet<>(Set.of(libraries));
        allowed.addAll(Set.of("org.jspecify", "com.google.errorprone.annotations", room.replace("..", "")));
        noClasses().that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("are in none of " + allowed,
                        (JavaClass c) -> !c.getBaseComponentType().isPrimitive()
                                && allowed.stream().noneMatch(c.getBaseComponentType().getPackageName()::startsWith)))
                .check(REEVE);
    }

    @Test
    void onlyTheElectionSaysLeader() {
        noClasses().that()
                .resideOutsideOfPackages("io.reeve.election..", "io.reeve.store..", "io.reeve.daemon..")
                .should()
                .haveSimpleNameContaining("Leader")
                .because("every other room says active and standby")
                .check(REEVE);
    }

    @Test
    void packagesAreSubjectsNotKinds() {
        noClasses().should()
                .resideInAnyPackage("..impl..", "..util..", "..utils..", "..common..", "..helper..", "..misc..")
                .check(REEVE);
    }
}
