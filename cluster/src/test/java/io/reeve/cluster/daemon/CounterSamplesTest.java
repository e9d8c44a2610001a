package io.reeve.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.PerfCounter;
import io.reeve.api.cluster.PerfCounter.Type;
import io.reeve.cluster.testing.Reporting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many reports are kept, and what they take: compared with the rule written plainly. */
class CounterSamplesTest {
    private static final String PATH = "c";

    private record Kept(PerfSchema schema, int numbers) {}

    private static PerfSchema schema(int counters) {
        List<PerfCounter> all = new ArrayList<>(List.of(Reporting.counter(PATH, Type.COUNTER, 5)));
        for (int i = 1; i < counters; i++) {
            all.add(Reporting.counter(PATH + i, Type.COUNTER, 5));
        }
        return new SharedSchemas().of(List.copyOf(all));
    }

    /** Twenty reports at most, fewer where they take more than a mebibyte, but two. */
    private static void drop(List<Kept> all) {
        while (all.size() > CounterSamples.KEPT || (all.size() > 2 && bytes(all) > CounterSamples.MOST_BYTES)) {
            all.removeFirst();
        }
    }

    private static long bytes(List<Kept> all) {
        PerfSchema newest = all.getLast().schema();
        return all.stream()
                .mapToLong(kept -> 8L * kept.numbers() + (kept.schema() == newest ? 0 : kept.schema().bytes()))
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsKeptFollowsTheRuleWhateverIsDeclared(long seed) {
        Random random = new Random(seed);
        List<PerfSchema> schemas = List.of(schema(1), schema(2), schema(3_000), schema(9_000));
        List<Kept> expected = new ArrayList<>();
        CounterSamples samples = CounterSamples.NONE;
        PerfSchema current = schemas.getFirst();
        for (int step = 0; step < 500; step++) {
            current = random.nextInt(10) == 0 ? schemas.get(random.nextInt(schemas.size())) : current;
            samples = samples.with(step, current, new long[current.width()]);
            expected.add(new Kept(current, current.width()));
            drop(expected);
            assertThat(samples.of(PATH)).as("seed %d, step %d", seed, step).hasSize(expected.size());
            assertThat(samples.bytes()).as("seed %d, step %d", seed, step).isEqualTo(bytes(expected));
        }
    }
}
