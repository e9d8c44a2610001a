package io.reeve.modules.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The document of a page: whoever has a snapshot needs only the changes. */
class DocumentTest {
    private final List<String> published = new ArrayList<>();
    private final Document document = new Document("one", FakeManager::json, published::add);

    private JsonNode last() {
        return FakeManager.parsed(published.getLast());
    }

    @Test
    void aChangeHasTheEntriesThatDifferAndNoOthers() {
        document.replace("s", Map.of("same", 1, "old", 2, "gone", 3));
        document.replace("s", Map.of("same", 1, "old", 4, "new", 5));
        assertThat(last().get("number").asInt()).isEqualTo(2);
        assertThat(last().get("changes")).map(JsonNode::toString)
                .containsExactlyInAnyOrder("[\"s\",\"old\",4]", "[\"s\",\"new\",5]", "[\"s\",\"gone\",null]");
        document.replace("s", Map.of("same", 1, "old", 4, "new", 5));
        assertThat(published).hasSize(2);
    }

    @Test
    void aSnapshotWithTheChangesAfterItIsTheLaterSnapshot() {
        document.replace("s", Map.of("a", "<b>", "b", List.of(1)));
        JsonNode before = FakeManager.parsed(document.snapshot());
        document.replace("s", Map.of("a", "c"));
        document.replace("t", Map.of("x", true));
        JsonNode after = FakeManager.parsed(document.snapshot());
        assertThat(before.get("source").asText()).isEqualTo("one");
        assertThat(before.get("number").asInt()).isEqualTo(1);
        assertThat(after.get("number").asInt()).isEqualTo(3);
        assertThat(after.get("sections").toString()).isEqualTo("{\"s\":{\"a\":\"c\"},\"t\":{\"x\":true}}");
        assertThat(FakeManager.parsed(document.pulse()).get("number").asInt()).isEqualTo(3);
    }

    @Test
    void manyChangesComeInSeveralEventsThatEachFitTheStream() {
        Map<String, Object> many = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            many.put("osd." + i, "ü".repeat(100));
        }
        document.replace("s", many);
        assertThat(published).hasSizeGreaterThan(10)
                .allMatch(event -> event.getBytes(StandardCharsets.UTF_8).length < 30_000);
        assertThat(published.stream().mapToInt(event -> FakeManager.parsed(event).get("changes").size()).sum())
                .isEqualTo(2000);
        assertThat(last().get("number").asInt()).isEqualTo(published.size());
    }

    @Test
    void anEntryThatIsTooLargeForAnEventHasTheSnapshotReadAgain() {
        document.replace("s", Map.of("large", "x".repeat(40_000)));
        assertThat(last().get("changes").isNull()).isTrue();
        assertThat(document.snapshot()).hasSizeGreaterThan(40_000);
    }
}
