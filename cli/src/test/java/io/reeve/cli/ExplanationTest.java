package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest extends ReeveFixture {
    @Test
    void aCheckIsExplainedWithoutAManager() throws Exception {
        assertThat(reeve(refused(), "explain", "pool_no-redundancy")).isZero();
        assertThat(out()).isEqualTo("""
                POOL_NO_REDUNDANCY
                  means:      a pool keeps one copy of its data
                  what to do: 'reeve osd pool set POOL size 3'
                """);
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void checksThatAreAlikeHaveOneTextAndSeveralAreExplainedInOrder() {
        assertThat(reeve(active.url(), "explain", "OSD_ROOT_DOWN", "OSD_HOST_DOWN")).isZero();
        assertThat(out().split("\n\n")).hasSize(2);
        assertThat(out()).startsWith("OSD_ROOT_DOWN\n").contains("\n\nOSD_HOST_DOWN\n");
    }

    @Test
    void withoutACodeAllAreListed() {
        assertThat(reeve(active.url(), "explain")).isZero();
        assertThat(out().lines()).contains("OSD_DOWN", "MGR_DOWN", "OSD_ROOT_DOWN").isSorted().hasSizeGreaterThan(50);
    }

    @Test
    void anUnknownCheckIsRefusedWithThoseThatAreNear() {
        assertThat(reeve(active.url(), "explain", "OSD_DWN")).isEqualTo(2);
        assertThat(err())
                .startsWith("reeve: explain: 'OSD_DWN' is no health check of the manager's own; near are OSD_DOWN");
        assertThat(reeve(active.url(), "explain", "nearfull")).isEqualTo(2);
        assertThat(err()).contains("OSD_NEARFULL", "POOL_NEARFULL");
        assertThat(reeve(active.url(), "explain", "x".repeat(50))).isEqualTo(2);
        assertThat(err()).contains("own. 'reeve explain' lists all");
    }

    @Test
    void jsonIsAListOfObjects(@TempDir Path folder) {
        Path file = folder.resolve("out");
        assertThat(reeve(active.url(), "explain", "-f", "json", "MGR_DOWN", "-o", file.toString())).isZero();
        assertThat(file).content()
                .startsWith("[{\"code\":\"MGR_DOWN\",\"means\":\"for more than 10 s")
                .endsWith("}]\n");
        assertThat(reeve(active.url(), "explain", "--format=json")).isZero();
        String all = "{\"all\":" + out() + "}";
        assertThat((List<?>) Json.read(all.getBytes(java.nio.charset.StandardCharsets.UTF_8)).get("all"))
                .hasSizeGreaterThan(50)
                .allMatch(one -> one instanceof Map<?, ?> map && map.size() == 3);
    }

    @Test
    void helpAndCompletionKnowIt() {
        assertThat(reeve(active.url(), "explain", "--help")).isZero();
        assertThat(out()).startsWith("Usage: reeve explain [CODE…]");
        out.reset();
        assertThat(reeve(active.url(), "--complete", "explain", "osd_near")).isZero();
        assertThat(out()).isEqualTo("OSD_NEARFULL\n");
        assertThat(reeve(active.url(), "explain", "--odd")).isEqualTo(2);
        assertThat(active.commands()).isEmpty();
    }

    @Test
    void aTableThatIsBrokenIsNamed() {
        String head = "| code | means | what to do |\n|---|---|---|\n";
        assertThat(HealthTexts.parse(head + "| `A_B`, `C_D` | a | b |\n").codes()).containsExactly("A_B", "C_D");
        assertThatThrownBy(() -> HealthTexts.parse(head + "| `A_B` | means |\n"))
                .hasMessageContaining("| `A_B` | means |");
    }
}
