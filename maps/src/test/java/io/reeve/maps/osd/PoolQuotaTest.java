package io.reeve.maps.osd;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.Data;
import io.reeve.api.command.Errno;
import io.reeve.api.command.HandleCommandResult;
import io.reeve.cluster.daemon.Amount;
import io.reeve.cluster.daemon.PgId;
import io.reeve.cluster.data.PlacementGroups;
import io.reeve.maps.testing.FakeMaps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolQuotaTest {
    private final FakeMaps maps = new FakeMaps();

    @BeforeEach
    void start() throws Exception {
        assertThat(run("osd pool create lab").retval()).isZero();
    }

    private HandleCommandResult run(String line) throws Exception {
        return maps.run(line.split(" "));
    }

    private static PlacementGroups.Group group(int number, long objects, long bytes) {
        return new PlacementGroups.Group(new PgId(1, number), "active+clean", Amount.of(objects), Amount.of(bytes),
                List.of(0, 1, 2), List.of(0, 1, 2), Amount.of(3 * objects), Amount.of(3 * bytes),
                Amount.of(0));
    }

    @Test
    void quotasAreShownBesideWhatThePoolHoldsWithEachCopyCountedOnce() throws Exception {
        maps.groups = new PlacementGroups(List.of(group(0, 3, 100), group(1, 4, 200)));
        assertThat(FakeMaps.text(run("osd pool get-quota lab")))
                .isEqualTo("quotas for pool 'lab':\n  max objects: N/A\n  max bytes  : N/A");
        assertThat(run("osd pool set-quota lab max_objects 10K").stderr())
                .isEqualTo("set-quota max_objects = 10000 for pool lab");
        assertThat(run("osd pool set-quota lab max_bytes 2Ki").stderr())
                .isEqualTo("set-quota max_bytes = 2048 for pool lab");

        HandleCommandResult quota = run("osd pool get-quota lab");
        assertThat(FakeMaps.text(quota)).isEqualTo("""
                quotas for pool 'lab':
                  max objects: 10000 objects  (current num objects: 7 objects)
                  max bytes  : 2.0 KiB  (current num bytes: 300 bytes)""");
        assertThat(quota.data()).isEqualTo(Data.map("pool_name", "lab", "pool_id", 1, "quota_max_objects", 10_000L,
                "current_num_objects", 7L, "quota_max_bytes", 2048L, "current_num_bytes", 300L));
    }

    @Test
    void quotasAreInTheMapUnderCephsNamesAndOtherChangesOfThePoolKeepThem() throws Exception {
        assertThat(run("osd pool set-quota lab max_bytes 1G").retval()).isZero();
        assertThat(run("osd pool set-quota lab max_objects 5").retval()).isZero();
        assertThat(run("osd pool set lab size 2").retval()).isZero();
        assertThat(run("osd pool rename lab mine").retval()).isZero();
        assertThat(run("osd pool application enable mine rbd").retval()).isZero();

        assertThat(maps.osd().osdMap().get("pools")).asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.get("quota_max_bytes")).isEqualTo(1L << 30);
                    assertThat(p.get("quota_max_objects")).isEqualTo(5L);
                });
        assertThat(FakeMaps.text(run("osd pool ls detail"))).contains(" max_bytes 1073741824 max_objects 5");

        assertThat(run("osd pool set-quota mine max_bytes 0").retval()).isZero();
        assertThat(maps.osd.pools().get(1)).isNotNull()
                .extracting(Pool::quota)
                .isEqualTo(new Pool.Quota(0, 5));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "7B,7", "3K,3072", "3Ki,3072", "3KiB,3072", "1E,1152921504606846976"})
    void bytesHaveUnitsOf1024(String text, long bytes) throws Exception {
        assertThat(run("osd pool set-quota lab max_bytes " + text).retval()).isZero();
        assertThat(maps.osd.pools().get(1)).isNotNull().extracting(p -> p.quota().bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_bytes -1", "max_bytes 1.5G", "max_bytes 8E", "max_bytes 99999999999999999999",
            "max_objects 1Ki", "max_objects 1KB", "max_objects x", "max_bytes ٣"})
    void amountThatCannotBeMeantIsRefusedAndChangesNothing(String limit) throws Exception {
        HandleCommandResult result = run("osd pool set-quota lab " + limit);
        assertThat(result.retval()).isEqualTo(-Errno.EINVAL.number());
        assertThat(result.stderr()).startsWith("error parsing value '" + limit.split(" ")[1] + "': ");
        assertThat(maps.osd.pools().get(1)).isNotNull().extracting(Pool::quota).isEqualTo(Pool.Quota.NONE);
    }

    @Test
    void unknownPoolIsSaid() throws Exception {
        for (String command : List.of("osd pool set-quota no max_bytes 1", "osd pool get-quota no")) {
            assertThat(run(command).retval()).as(command).isEqualTo(-Errno.ENOENT.number());
            assertThat(run(command).stderr()).as(command).isEqualTo("unrecognized pool 'no'");
        }
    }
}
