package io.reeve.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reeve.http.ClientAddress;
import io.reeve.http.endpoint.ScrapePlaces.Place;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ScrapePlacesTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final InetAddress A = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress B = InetAddress.ofLiteral("192.0.2.2");
    private static final InetAddress C = InetAddress.ofLiteral("192.0.2.3");
    private static final Executor ANOTHER_THREAD = task -> Thread.ofPlatform().name("another").start(task);

    private final List<String> cut = new CopyOnWriteArrayList<>();

    private Optional<Place> enter(ScrapePlaces places, InetAddress client, String name) {
        return places.enter(ClientAddress.of(new InetSocketAddress(client, 1)), () -> cut.add(name));
    }

    @Test
    void oneClientMayHaveAllPlacesAndIsRefusedAtOnceBeyondThem() {
        ScrapePlaces places = new ScrapePlaces(2, LONG, LONG);
        Place first = enter(places, A, "first").orElseThrow();
        assertThat(enter(places, A, "second")).isPresent();
        assertThat(enter(places, A, "third")).isEmpty();
        first.close();
        assertThat(enter(places, A, "fourth")).isPresent();
        assertThat(cut).isEmpty();
    }

    @Test
    void twoClientsWithAPlaceEachKeepThem() {
        ScrapePlaces places = new ScrapePlaces(2, LONG, LONG);
        assertThat(enter(places, A, "a")).isPresent();
        assertThat(enter(places, B, "b")).isPresent();
        assertThat(enter(places, C, "c")).isEmpty();
        assertThat(cut).isEmpty();
    }

    @Test
    void addressesOfOneNetworkOfIpv6AreOneClient() {
        ScrapePlaces places = new ScrapePlaces(2, SHORT, SHORT);
        assertThat(enter(places, InetAddress.ofLiteral("2001:db8::1"), "old")).isPresent();
        assertThat(enter(places, InetAddress.ofLiteral("2001:db8::2"), "new")).isPresent();
        assertThat(enter(places, A, "other")).isEmpty();
        assertThat(cut).containsExactly("new");
    }

    @Test
    void anotherClientGetsTheNewestPlaceOfOneThatHasSeveral() throws Exception {
        ScrapePlaces places = new ScrapePlaces(2, SHORT, LONG);
        assertThat(enter(places, A, "old")).isPresent();
        Place newest = enter(places, A, "new").orElseThrow();
        CompletableFuture<Optional<Place>> other = CompletableFuture.supplyAsync(() -> enter(places, B, "b"),
                ANOTHER_THREAD);
        await().until(() -> cut.contains("new"));
        assertThat(other).as("while the scrape that was cut off has not ended").isNotDone();
        newest.close();
        assertThat(other.get()).isPresent();
        assertThat(cut).containsExactly("new");
        assertThat(enter(places, C, "c")).as("each has one now").isEmpty();
    }

    @Test
    void aScrapeThatEndsInAMomentIsNotCutOff() throws Exception {
        ScrapePlaces places = new ScrapePlaces(2, LONG, LONG);
        Place old = enter(places, A, "old").orElseThrow();
        assertThat(enter(places, A, "new")).isPresent();
        CompletableFuture<Optional<Place>> other = CompletableFuture.supplyAsync(() -> enter(places, B, "b"),
                ANOTHER_THREAD);
        old.close();
        assertThat(other.get()).isPresent();
        assertThat(cut).isEmpty();
    }

    @Test
    void aScrapeThatDoesNotEndThoughItIsCutOffKeepsItsPlace() {
        ScrapePlaces places = new ScrapePlaces(2, SHORT, SHORT);
        assertThat(enter(places, A, "old")).isPresent();
        assertThat(enter(places, A, "new")).isPresent();
        assertThat(enter(places, B, "b")).isEmpty();
        assertThat(cut).containsExactly("new");
    }
}
