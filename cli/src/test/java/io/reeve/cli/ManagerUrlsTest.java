package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ManagerUrlsTest {
    @Test
    void aListThatNamesNoManagerIsRefusedByTheNameOfItsOption() {
        assertThatThrownBy(() -> ManagerUrls.of(",,", Map.of())).isInstanceOf(CliException.class)
                .hasMessage("--mgr: ',,' names no manager");
        assertThatThrownBy(() -> ManagerUrls.of(null, Map.of("REEVE_MGR", ","))).isInstanceOf(CliException.class)
                .hasMessage("REEVE_MGR: ',' names no manager");
    }

    @Test
    void aListHasCommasOrBlanksAndAnEmptyOneIsNone() throws Exception {
        assertThat(ManagerUrls.of("a:1,b:2 c:3", Map.of()).inOrder()).extracting(Object::toString)
                .containsExactly("http://a:1/", "http://b:2/", "http://c:3/");
        assertThat(ManagerUrls.of(null, Map.of("REEVE_MGR", " ")).inOrder()).hasSize(4);
    }
}
