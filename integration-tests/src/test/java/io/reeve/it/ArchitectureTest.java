package io.reeve.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.reeve.api.MgrModule;
import io.reeve.api.command.HandleCommandResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

/** Rules for the rooms of the house: what each stands on and which libraries it sees. Both tables are exact. */
class ArchitectureTest {
    private static final JavaClasses REEVE = MainClasses.ALL;

    /** Each room, and the rooms that it stands on. The poms and the drawing in architecture.md say the same. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            entry("api", Set.of()),
            entry("report", Set.of()),
            entry("cli", Set.of()),
            entry("agent", Set.of("report")),
            entry("modules", Set.of("api")),
            entry("command", Set.of("api")),
            entry("election", Set.of("api")),
            entry("cluster", Set.of("api")),
            entry("store", Set.of("api", "election")),
            entry("modulehost", Set.of("api", "command")),
            entry("http", Set.of("api", "command")),
            entry("standby", Set.of("api", "http", "modulehost", "store")),
            entry("maps", Set.of("api", "cluster", "election", "store")),
            entry("reportport", Set.of("api", "cluster", "election", "report")),
            entry("daemon", Set.of("agent", "api", "cluster", "command", "election", "http", "maps", "modulehost",
                    "report", "reportport", "standby", "store")));

    /** Each room, and the libraries that it sees. {@code daemon} composes all others. */
    private static final Map<String, Set<String>> LIBRARIES_OF = Map.ofEntries(
            entry("api", Set.of("slf4j")),
            entry("report", Set.of("jackson", "netty", "slf4j")),
            entry("cli", Set.of("jackson", "jline", "picocli")),
            entry("agent", Set.of("jackson", "oshi", "picocli", "slf4j")),
            entry("modules", Set.of("slf4j")),
            entry("command", Set.of("ascii-table", "jackson", "slf4j")),
            entry("election", Set.of("curator", "jackson", "slf4j", "zookeeper")),
            entry("cluster", Set.of("jackson", "slf4j")),
            entry("store", Set.of("curator", "jackson", "slf4j", "zookeeper")),
            entry("modulehost", Set.of("jackson", "slf4j")),
            entry("http", Set.of("jackson", "prometheus", "slf4j", "undertow")),
            entry("standby", Set.of("slf4j", "undertow")),
            entry("maps", Set.of("jackson", "slf4j")),
            entry("reportport", Set.of("netty", "slf4j")),
            entry("daemon", Set.of("jackson", "logback", "picocli", "slf4j", "undertow", "zookeeper")));

    /** Everything of Curator and ZooKeeper that changes something on a server. */
    private static final Set<String> WRITES = Set.of("create", "delete", "setData", "setACL", "transaction",
            "inTransaction", "multi", "transactionOp", "reconfig");

    /** The rooms whose code runs in the same process as modules. */
    private static final Set<String> MANAGER = Set.of("command", "election", "cluster", "store", "modulehost", "http",
            "standby", "maps", "reportport", "daemon");

    @Test
    void eachRoomUsesExactlyTheRoomsItStandsOn() {
        Map<String, Set<String>> used = new TreeMap<>();
        REEVE.forEach(c -> used.computeIfAbsent(MainClasses.room(c), r -> new TreeSet<>())
                .addAll(MainClasses.roomsUsedBy(c)));
        assertThat(arrows(used)).as("rooms that classes use").containsExactlyInAnyOrderElementsOf(arrows(ROOMS));
    }

    @Test
    void thePomsHaveTheSameArrowsAsTheTable() throws Exception {
        assertThat(arrows(RoomArrows.ofPoms())).as("rooms that poms name")
                .containsExactlyInAnyOrderElementsOf(arrows(ROOMS));
    }

    @Test
    void theDrawingHasTheSameArrowsAsTheTable() throws Exception {
        assertThat(arrows(RoomArrows.ofDrawing())).as("arrows in architecture.md")
                .containsExactlyInAnyOrderElementsOf(arrows(ROOMS));
    }

    @Test
    void eachRoomSeesExactlyTheLibrariesOfItsSubject() {
        Map<String, Set<String>> seen = new TreeMap<>();
        REEVE.forEach(c -> seen.computeIfAbsent(MainClasses.room(c), r -> new TreeSet<>())
                .addAll(MainClasses.librariesSeenBy(c)));
        assertThat(arrows(seen)).as("libraries that classes see")
                .containsExactlyInAnyOrderElementsOf(arrows(LIBRARIES_OF));
    }

    /** One text for each room, and one for each arrow of it, so that a failure names the arrow. */
    private static List<String> arrows(Map<String, Set<String>> targets) {
        List<String> arrows = new ArrayList<>(targets.keySet());
        targets.forEach((room, all) -> all.forEach(to -> arrows.add(room + " > " + to)));
        return arrows;
    }

    @Test
    void theHouseKeepsItsLimits() throws Exception {
        Process rooms = new ProcessBuilder(Product.root().resolve("integration-tests/rooms").toString(), "--check")
                .redirectErrorStream(true)
                .start();
        String printed = new String(rooms.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rooms.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(rooms.exitValue()).as(printed).isZero();
    }

    /** So that a line feed in what others wrote makes no line: Text and tables are encoded when they are laid out. */
    @Test
    void commandsShowPeopleLinesAndCellsAndNoStringOfTheirOwn() {
        noClasses().should()
                .callMethod(HandleCommandResult.class, "data", Object.class, String.class)
                .check(REEVE);
    }

    /** Each of them takes longer to load than a short command takes without it. */
    @Test
    void theCommandLineUsesNoSlowHttpClientAndPicocliInOnePlace() {
        noClasses().that()
                .resideInAPackage("io.reeve.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(REEVE);
        noClasses().that()
                .resideInAPackage("io.reeve.cli..")
                .and()
                .doNotHaveSimpleName("OwnOptions")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(REEVE);
    }

    /** Loading it takes longer than a short command takes. */
    @Test
    void onlyTheInteractiveShellUsesJLine() {
        noClasses().that()
                .resideInAPackage("io.reeve.cli..")
                .and()
                .doNotHaveFullyQualifiedName("io.reeve.cli.InteractiveShell")
                .and()
                .haveNameNotMatching("io\\.reeve\\.cli\\.ShellHistory(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(REEVE);
    }

    @Test
    void onlyTheElectionWritesToZooKeeper() {
        onlyTheElectionWrites().check(REEVE);
    }

    private static ArchRule onlyTheElectionWrites() {
        return noClasses().that()
                .resideOutsideOfPackage("io.reeve.election..")
                .should()
                .accessTargetWhere(aWriteTo(CuratorFramework.class))
                .orShould()
                .accessTargetWhere(aWriteTo(ZooKeeper.class))
                .because("durable state is written through FencedWriter, or not at all");
    }

    private static DescribedPredicate<JavaAccess<?>> aWriteTo(Class<?> owner) {
        return DescribedPredicate.describe("writes through " + owner.getSimpleName(),
                access -> access.getTargetOwner().isAssignableTo(owner) && WRITES.contains(access.getName()));
    }

    @Test
    void everyPoolOfTheManagerNamesTheThreadGroupOfItsThreads() {
        assertThat(REEVE.stream().filter(c -> MANAGER.contains(MainClasses.room(c))).flatMap(PoolThreads::without))
                .as("thread factories and threads that belong to whoever first needs them, such as a module")
                .isEmpty();
        assertThat(PoolThreads.without(new ClassFileImporter().importClass(NamesNoGroup.class))).hasSize(2);
    }

    /** A class that makes threads in whatever group it is called. */
    static final class NamesNoGroup {
        static final Supplier<ThreadFactory> FACTORY = () -> Thread.ofPlatform().factory();
        static final Supplier<Thread> THREAD = () -> new Thread(() -> {}, "one");
    }

    @Test
    void theRulesSeeMethodReferencesAndLambdas() {
        for (Class<?> writer : List.of(WritesByReference.class, WritesInALambda.class)) {
            JavaClasses imported = new ClassFileImporter().importClasses(writer);
            JavaClass only = imported.get(writer);
            assertThat(onlyTheElectionWrites().evaluate(imported).hasViolation()).as("%s writes", writer).isTrue();
            assertThat(MainClasses.librariesSeenBy(only)).as("libraries that %s sees", writer).contains("curator");
            assertThat(MainClasses.roomsUsedBy(only)).as("rooms that %s uses", writer).contains("api");
        }
    }

    /** A class that names Curator and the module API in method references only: the casts leave no trace. */
    static final class WritesByReference {
        static final Object WRITE = (Function<CuratorFramework, Object>) CuratorFramework::setData;
        static final Object USE = (Consumer<MgrModule>) MgrModule::frozen;
    }

    /** A class that names Curator and the module API in lambdas only. */
    static final class WritesInALambda {
        static final Object WRITE = (Function<CuratorFramework, Object>) client -> client.setData();
        static final Object USE = (Consumer<MgrModule>) module -> module.frozen();
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
}
