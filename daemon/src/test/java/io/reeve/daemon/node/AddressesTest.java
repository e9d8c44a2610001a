package io.reeve.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.cluster.MgrMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private final Addresses own = Addresses.own("http://Node1.example:9480/", "bound.example",
            List.of("Public.example"),
            List.of("https://public.example"));

    private static MgrMap.Manager manager(String name, String url) {
        return new MgrMap.Manager(name, 1, "host", 1, url, "127.0.0.1:6800", "1", 0, List.of(), Map.of());
    }

    private static MgrMap map(MgrMap.Manager active, MgrMap.Manager... standbys) {
        return new MgrMap("test", "fsid", 1, false, new MgrMap.Active(active, 1, Instant.EPOCH, true, Map.of()),
                Instant.EPOCH, List.of(standbys), List.of());
    }

    @Test
    void ownAddressesAreKnownBeforeAnyMap() {
        assertThat(List.of("node1.example", "bound.example", "public.example")).allMatch(own::allowsHost);
        assertThat(own.allowsHost("evil.example")).isFalse();
        assertThat(List.of("http://node1.example:9480", "https://public.example", "https://public.example:443"))
                .allMatch(own::allowsOrigin);
        assertThat(List.of("http://node1.example", "http://public.example", "http://bound.example", "null"))
                .noneMatch(own::allowsOrigin);
    }

    @Test
    void advertisedUrlsOfAllManagersAreKnownAsLongAsTheyAreInTheMap() {
        Addresses all = own.with(map(manager("a", "http://a.example:1/"), manager("b", "https://b.example/reeve/")));

        assertThat(List.of("a.example", "b.example", "node1.example")).allMatch(all::allowsHost);
        assertThat(List.of("http://a.example:1", "https://b.example")).allMatch(all::allowsOrigin);
        assertThat(own.with(map(manager("a", "http://a.example:1/"))).allowsHost("b.example")).isFalse();
    }

    @Test
    void unusableUrlInTheMapIsPassedOver() {
        Addresses all = own.with(map(manager("a", "http://a b/"), manager("b", "nonsense"), manager("c", "")));

        assertThat(all.hosts()).isEqualTo(own.hosts());
    }

    @Test
    void theOriginOfAManagerThatHasGoneStaysForADayAndItsHostDoesNot() {
        AtomicLong now = new AtomicLong(-1);
        RecentOrigins recent = new RecentOrigins(now::get);
        recent.with(Set.of("http://a.example:1/", "http://b.example:1/"));
        now.addAndGet(Duration.ofHours(24).toNanos());
        Addresses later = own.with(map(manager("b", "http://b.example:1/")))
                .withOrigins(recent.with(Set.of("http://b.example:1/")));
        assertThat(later.allowsOrigin("http://a.example:1")).isTrue();
        assertThat(later.allowsHost("a.example")).isFalse();
        now.addAndGet(Duration.ofHours(24).toNanos());
        assertThat(recent.with(Set.of("http://b.example:1/"))).contains("http://a.example:1/");
        now.addAndGet(1);
        assertThat(recent.with(Set.of("http://b.example:1/"))).containsExactly("http://b.example:1/");
    }

    @Test
    void theOriginsOfManagersThatHaveGoneAreAHundredAtMost() {
        RecentOrigins recent = new RecentOrigins(() -> 0);
        for (int i = 0; i < 200; i++) {
            recent.with(Set.of("http://n" + i + "/"));
        }
        assertThat(recent.with(Set.of("http://n150/"))).hasSize(100)
                .contains("http://n199/", "http://n150/")
                .doesNotContain("http://n99/");
    }
}
