package io.reeve.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Runs the benchmarks that are asked for, one after the other, and prints one table. */
public final class Main {
    private static final String USAGE = "usage: benchmarks/run [--help] [failover|handover|redirect|command|store|start|cli|completion|state|recover|reports|growth|warm|scrape|dashboard|all]..."
            + " [--rounds N] [--events kill,term,fail,silent,cut] [--daemons N]"
            + " [--parts daemons,state,options,managers,keys] [--sizes N,N...] [--home DIR] [--strict]";

    /** What can be measured, and how many rounds it takes unless told otherwise; of failover each event has its own. */
    private enum Kind {
        FAILOVER(0), HANDOVER(50), REDIRECT(20), COMMAND(3), STORE(20), START(10), CLI(20), COMPLETION(3), STATE(7),
        RECOVER(5),
        REPORTS(1), GROWTH(3), WARM(3), SCRAPE(5), DASHBOARD(5);

        private final int rounds;

        Kind(int rounds) {
            this.rounds = rounds;
        }
    }

    /** What the command line says; rounds 0 for the usual number. */
    private record Arguments(List<Kind> kinds, int rounds, Set<FailoverEvent> events, int daemons,
            Set<GrowthBenchmark.Part> parts, List<Integer> sizes, Path home, boolean strict) {}

    private Main() {}

    /**
     * Exits with 0 when everything could be measured, also when a figure was missed or something that it needs is not
     * installed; with {@code --strict} only when everything was measured and each figure holds.
     */
    public static void main(String[] args) {
        Arguments arguments;
        try {
            arguments = parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        Report report = new Report(System.out, machine());
        try {
            new Home(arguments.home()).makeCache();
        } catch (BenchmarkException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(1);
        }
        for (Kind kind : arguments.kinds()) {
            measure(kind, arguments, report);
        }
        report.print();
        boolean good = arguments.strict() ? report.allMet() : report.complete();
        System.exit(good ? 0 : 1);
    }

    private static void measure(Kind kind, Arguments arguments, Report report) {
        int rounds = arguments.rounds() > 0 ? arguments.rounds() : kind.rounds;
        String name = kind.name().toLowerCase(Locale.ROOT);
        System.out.println(name);
        try {
            Home home = new Home(arguments.home());
            switch (kind) {
                case FAILOVER -> new FailoverBenchmark(home, report, arguments.events(), rounds).run();
                case HANDOVER -> new HandOverBenchmark(home, report, arguments.events(), rounds).run();
                case REDIRECT -> new RedirectBenchmark(home, report, rounds).run();
                case COMMAND -> new CommandBenchmark(home, report, rounds).run();
                case STORE -> new StoreBenchmark(home, report, rounds).run();
                case STATE -> {
                    new StateBenchmark(report, rounds).run();
                    new MapBenchmark(home, report, rounds).run();
                }
                case RECOVER -> new RecoverBenchmark(home, report, rounds).run();
                case START -> new StartBenchmark(home, report, rounds).run();
                case CLI -> new CliBenchmark(home, report, rounds).run();
                case COMPLETION -> new CompletionBenchmark(home, report, rounds).run();
                case WARM -> new WarmBenchmark(home, report, rounds).run();
                case REPORTS -> new ReportsBenchmark(home, report, arguments.daemons(), rounds).run();
                case GROWTH -> new GrowthBenchmark(home, report, arguments.parts(), arguments.sizes(), rounds).run();
                case SCRAPE -> new ScrapeBenchmark(home, report, arguments.daemons(), rounds).run();
                case DASHBOARD -> new DashboardBenchmark(home, report, rounds).run();
            }
        } catch (SkippedException e) {
            report.skipped(name, String.valueOf(e.getMessage()));
        } catch (BenchmarkException e) {
            report.failed(name, String.valueOf(e.getMessage()));
        }
    }

    private static String machine() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "%d processors, load %.2f at the start, Java %s%s",
                Runtime.getRuntime().availableProcessors(), load, Runtime.version(),
                load > 0.5 ? "; this machine is not idle: figures are upper bounds" : "");
    }

    private static Arguments parse(String[] args) {
        List<Kind> kinds = new ArrayList<>();
        int rounds = 0;
        int daemons = 10_000;
        Set<FailoverEvent> events = EnumSet.allOf(FailoverEvent.class);
        Set<GrowthBenchmark.Part> parts = EnumSet.allOf(GrowthBenchmark.Part.class);
        List<Integer> sizes = List.of();
        Path home = Path.of("dist/target/reeve-0.1.0-SNAPSHOT");
        boolean strict = false;
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--rounds" -> rounds = number(word, value(word, words));
                case "--events" -> events = FailoverEvent.parse(value(word, words));
                case "--daemons" -> daemons = number(word, value(word, words));
                case "--parts" -> parts = GrowthBenchmark.Part.parse(value(word, words));
                case "--sizes" -> sizes = Arrays.stream(value(word, words).split(","))
                        .map(size -> number(word, size))
                        .toList();
                case "--home" -> home = Path.of(value(word, words));
                case "--strict" -> strict = true;
                case "all" -> kinds.addAll(List.of(Kind.values()));
                default -> kinds.add(kind(word));
            }
        }
        return new Arguments(kinds.isEmpty() ? List.of(Kind.values()) : kinds, rounds, events, daemons, parts,
                sizes, home, strict);
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    private static int number(String option, String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException(option + " " + text + " is not a number from 1 to 99999");
        }
        return Integer.parseInt(text);
    }

    private static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is not a benchmark");
    }
}
