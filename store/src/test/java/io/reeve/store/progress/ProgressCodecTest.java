package io.reeve.store.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reeve.api.progress.FinishedEvent;
import io.reeve.api.progress.ProgressEvent;
import io.reeve.api.progress.RunningEvent;
import io.reeve.store.configkey.ConfigKeyStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressCodecTest {
    private static final Instant START = Instant.ofEpochMilli(1_750_000_000_123L);

    @Test
    void theFormatIsStable() throws Exception {
        ProgressEvent event = ProgressEvent.of("a", "Größe").keptAcrossFailover();
        byte[] running = ProgressCodec.running(List.of(new RunningEvent("m", event, 0.5, START, false)));
        assertThat(new String(running, UTF_8)).isEqualTo("[{\"module\":\"m\",\"id\":\"a\",\"message\":\"Größe\","
                + "\"in_status\":false,\"kept\":true,\"started\":1750000000123,\"fraction\":0.5}]");
        assertThat(ProgressCodec.parseRunning(running)).containsExactly(new RunningEvent("m", event, 0.5, START, true));
        FinishedEvent failed = new FinishedEvent("m", event, START, START.plusMillis(7), "broken");
        byte[] finished = ProgressCodec.finished(List.of(failed));
        assertThat(new String(finished, UTF_8)).isEqualTo("[{\"module\":\"m\",\"id\":\"a\",\"message\":\"Größe\","
                + "\"in_status\":false,\"kept\":true,\"started\":1750000000123,\"finished\":1750000000130,"
                + "\"failure\":\"broken\"}]");
        assertThat(ProgressCodec.parseFinished(finished)).containsExactly(failed);
    }

    @Test
    void asManyEventsOfAModuleAsMayRunFitIntoAKeyHoweverLongTheyAre() {
        List<RunningEvent> most = IntStream.range(0, ProgressTable.MAX_OF_MODULE)
                .mapToObj(i -> new RunningEvent("m".repeat(128),
                        ProgressEvent.of("x".repeat(128), "\"".repeat(512)).keptAcrossFailover(), 1.0 / 3, START,
                        false))
                .toList();
        assertThat(ProgressCodec.running(most).length).isLessThan(ConfigKeyStore.MAX_VALUE_BYTES);
    }

    @Test
    void ofFinishedEventsTheNewestThatFitAreKept() throws Exception {
        List<FinishedEvent> most = IntStream.range(0, ProgressTable.MAX_FINISHED)
                .mapToObj(i -> new FinishedEvent("m", ProgressEvent.of("x" + i, "\"".repeat(512)), START, START,
                        "\\".repeat(512)))
                .toList();
        byte[] bytes = ProgressCodec.finished(most);
        assertThat(bytes.length).isBetween(55_000, 60_000);
        List<FinishedEvent> read = ProgressCodec.parseFinished(bytes);
        assertThat(read).isEqualTo(most.subList(most.size() - read.size(), most.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "[{\"module\":\"m\"}]",
            "[{\"module\":\"m\",\"id\":\"a b\",\"message\":\"m\",\"in_status\":false,\"kept\":true,\"started\":1,"
                    + "\"fraction\":0.5}]",
            "[{\"module\":\"m\",\"id\":\"a\",\"message\":\"m\",\"in_status\":false,\"kept\":true,\"started\":1,"
                    + "\"fraction\":2}]"})
    void whatIsNoListOfEventsIsRefused(String text) {
        assertThatThrownBy(() -> ProgressCodec.parseRunning(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ProgressCodec.parseFinished(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
    }
}
