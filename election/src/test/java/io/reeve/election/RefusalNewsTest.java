package io.reeve.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalNewsTest {
    private static final String REFUSED = "zk1:2181: it wants TLS; zk2:2181: no connection (Connection refused)";
    private static final String SLOW = "zk1:2181: it wants TLS; zk2:2181: no connection (connect timed out (after 1 s))";
    private static final String OTHER = "zk1:2181: it speaks no TLS on this port";

    private final List<String> told = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final RefusalNews news = new RefusalNews(told::add, logged::add);

    @Test
    void aReasonWhoseBracketedTextAlternatesIsLoggedOnceAndToldAtEachChange() {
        List<String> seen = List.of(REFUSED, SLOW, REFUSED, REFUSED, SLOW);
        seen.forEach(news::now);
        assertThat(logged).containsExactly(REFUSED);
        assertThat(told).containsExactly(REFUSED, SLOW, REFUSED, SLOW);
    }

    @Test
    void aReasonThatGoesAndComesBackIsLoggedOnce() {
        List.of(REFUSED, "", REFUSED, "").forEach(news::now);
        assertThat(logged).containsExactly(REFUSED);
        assertThat(told).containsExactly(REFUSED, "", REFUSED, "");
    }

    @Test
    void reasonsOfTwoKindsAreLoggedOnceEach() {
        List.of(REFUSED, OTHER, SLOW, OTHER).forEach(news::now);
        assertThat(logged).containsExactly(REFUSED, OTHER);
    }

    @Test
    void noReasonIsNeitherToldNorLogged() {
        news.now("");
        assertThat(told).isEmpty();
        assertThat(logged).isEmpty();
    }
}
