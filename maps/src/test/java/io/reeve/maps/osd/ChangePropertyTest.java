package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.maps.MapCodec;
import io.reeve.maps.crush.Crush;
import io.reeve.maps.crush.CrushLocation;
import io.reeve.maps.crush.CrushRule;
import io.reeve.maps.crush.CrushType;
import io.reeve.maps.testing.MapFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random changes of every kind that a draft can make, by seed. */
final class ChangePropertyTest {
    private static final int STEPS = 60;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 150; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    /** One change, which means the same for any draft of the same map. */
    private record Step(String text, Consumer<OsdMapDraft> change) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static List<Step> steps(RandomGenerator random, int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step(random));
        }
        return steps;
    }

    private static Step step(RandomGenerator random) {
        int id = random.nextInt(5);
        int other = random.nextInt(4);
        int number = random.nextInt(1, 5);
        boolean yes = random.nextBoolean();
        return switch (random.nextInt(20)) {
            case 0 -> new Step("boot " + id, d -> d.boot(id, 100 + number, "10.0.0." + number + ":1"));
            case 1 -> new Step("down " + id, d -> d.down(id));
            case 2 -> new Step("out " + id, d -> d.weigh(id, 0));
            case 3 -> new Step("in " + id, d -> d.weigh(id, d.oldWeight(id) == 0 ? Osd.IN : d.oldWeight(id)));
            case 4 -> new Step("weigh " + id + " " + number, d -> d.weigh(id, number * 1000));
            case 5 -> new Step("remove " + id, d -> d.remove(id));
            case 6, 7, 8 -> new Step("flag " + other + " " + yes,
                    d -> assertThat(d.flag(OsdFlag.words().get(other + 1), yes)).isIn(true, false));
            case 9 -> new Step("ratios " + number, d -> d.ratios(new OsdMap.Ratios(number / 10.0, 0.9,
                    d.ratios().full())));
            case 10 -> new Step("full " + number, d -> d.ratios(new OsdMap.Ratios(d.ratios().nearfull(), 0.9,
                    0.9 + number / 100.0)));
            case 11 -> new Step("pool " + other, d -> {
                if (d.pool("p" + other).isEmpty()) {
                    d.createPool("p" + other, number, 8 * number);
                }
            });
            case 12 -> new Step("no pool " + other, d -> d.pool("p" + other).ifPresent(p -> d.removePool(p.id())));
            case 13 -> new Step("change pool " + other + " " + number,
                    d -> d.pool("p" + other).ifPresent(p -> d.change(changed(p, number, other))));
            case 14 -> new Step("destroy " + id, d -> d.destroy(id));
            case 15 -> new Step("limit pool " + other + " " + number, d -> d.pool("p" + other)
                    .ifPresent(p -> d.change(p.limited(new Pool.Quota(number - 1, 2L * number)))));
            case 16 -> new Step("rule " + other, d -> {
                if (d.crush().rule("r" + other).isEmpty()) {
                    CrushRule _ = d.crush()
                            .addRule("r" + other, d.crush().bucket("default").orElseThrow(),
                                    yes ? "hdd" : "", CrushType.HOST);
                }
            });
            case 17 -> new Step("no rule " + other, d -> d.crush().rule("r" + other).ifPresent(d.crush()::removeRule));
            case 18 -> new Step("rename rule " + other,
                    d -> d.crush().rule("r" + other).ifPresent(r -> d.crush().renameRule(r, "s" + other)));
            default -> new Step("crush " + id + " " + number + " " + yes, d -> crush(d, id, number, yes));
        };
    }

    private static Pool changed(Pool pool, int number, int other) {
        return switch (number) {
            case 1 -> pool.usedBy("app" + other);
            case 2 -> pool.sized(other + 1, 1, 32);
            case 3 -> pool.ruled(other);
            default -> pool.usedBy("").usedBy("rbd");
        };
    }

    private static void crush(OsdMapDraft draft, int id, int number, boolean weigh) {
        CrushLocation location = CrushLocation.parse(List.of("root=default", "rack=r" + number % 2, "host=h" + number));
        Optional<Crush.Device> device = draft.crush().device(id);
        if (!draft.exists(id)) {
            return;
        }
        if (device.isEmpty()) {
            draft.crush().place(id, location, number == 1 ? "" : "hdd");
        } else if (weigh) {
            draft.crush().weigh(id, number - 1);
        } else {
            assertThat(draft.crush().move(device.get(), location)).isIn(true, false);
        }
    }

    private static OsdMap after(OsdMap map, List<Step> steps) {
        OsdMapDraft draft = new OsdMapDraft(map, 1000 + map.epoch());
        steps.forEach(s -> s.change().accept(draft));
        return MapFixture.after(draft);
    }

    private static OsdMap start(RandomGenerator random) {
        OsdMap map = random.nextBoolean() ? OsdMap.empty("fsid", 1) : MapFixture.of(3);
        return after(map, steps(random, random.nextInt(20)));
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyChangeSurvivesItsBytes(long seed) throws Exception {
        RandomGenerator random = random(seed);
        OsdMap written = start(random);
        OsdMap read = written;
        for (int i = 0; i < STEPS; i++) {
            List<Step> steps = steps(random, random.nextInt(1, 4));
            OsdMapDraft draft = new OsdMapDraft(written, i);
            steps.forEach(s -> s.change().accept(draft));
            Optional<OsdMapChange> change = draft.change();
            if (change.isPresent()) {
                OsdMapChange decoded = MapCodec.change(MapCodec.encode(change.get()));
                assertThat(decoded).as("seed %d, step %d: %s", seed, i, steps).isEqualTo(change.get());
                written = change.get().apply(written);
                read = decoded.apply(read);
            }
            assertThat(read).as("seed %d, step %d: %s", seed, i, steps).isEqualTo(written);
            assertThat(MapCodec.osdMap(MapCodec.pieces(written))).isEqualTo(written);
            assertThat(written.flags()).as("seed %d, step %d: %s", seed, i, steps)
                    .allMatch(draft::isSet)
                    .hasSameSizeAs(OsdFlag.words().stream().filter(draft::isSet).toList());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changesOfOneEpochDoWhatTheyDoInAnEpochEach(long seed) {
        RandomGenerator random = random(seed);
        OsdMap map = start(random);
        List<Step> steps = steps(random, random.nextInt(2, 8));

        OsdMap together = after(map, steps);
        OsdMap oneByOne = map;
        for (Step step : steps) {
            oneByOne = after(oneByOne, List.of(step));
        }

        assertThat(timeless(together)).as("seed %d: %s", seed, steps).isEqualTo(timeless(oneByOne));
    }

    /** The map without what says when it became so. */
    private static OsdMap timeless(OsdMap map) {
        TreeMap<Integer, Osd> osds = new TreeMap<>();
        map.osds()
                .forEach((id, o) -> osds.put(id,
                        new Osd(id, o.up(), o.weight(), o.oldWeight(), 0, 0, 0, o.gid(), o.address(),
                                o.destroyed())));
        TreeMap<Integer, Pool> pools = new TreeMap<>();
        map.pools()
                .forEach((id, p) -> pools.put(id, new Pool(id, p.name(), p.size(), p.minSize(), p.pgNum(), 0, 0,
                        p.applications(), p.quota(), p.crushRule())));
        return new OsdMap(0, map.fsid(), new OsdMap.Times(0, 0, 0, 0), osds, map.flags(), pools, map.poolMax(),
                new Crush(0, map.crush().buckets(), map.crush().devices(), map.crush().rules()), map.ratios());
    }
}
