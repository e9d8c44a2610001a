package io.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String TABLE = """
            NAME      VALUE                                       >  %USED
            a         one two three four five six seven eight nine   12.5
            bb        a,list,of,many,things,that,is,rather,long,so    3
            """.replace(">", " ");

    private static String shown(Map<String, String> environment, String text) {
        return new String(new Screen(environment).of(text.getBytes(StandardCharsets.UTF_8), true),
                StandardCharsets.UTF_8);
    }

    @Test
    void aTableIsAsNarrowAsTheTerminalAndHasAllItsCells() {
        String narrow = FittedTables.of("first\n" + TABLE + "\nafter it " + "x".repeat(60) + "\n", 40);
        assertThat(narrow.lines().limit(6)).allMatch(line -> line.length() <= 40);
        assertThat(narrow).startsWith("first\nNAME  VALUE").contains("\n\nafter it " + "x".repeat(60) + "\n");
        String words = narrow.substring(6, narrow.indexOf("\n\n")).replaceAll("\\s+", " ");
        assertThat(Arrays.stream(TABLE.split("[\\s,]+"))).allMatch(words::contains);
    }

    @Test
    void columnsThatGoOnStayInTheirPlaces() {
        assertThat(FittedTables.of("A   LONG ONE\nx   aaa bbb ccc ddd\n", 12)).isEqualTo("""
                A  LONG ONE
                x  aaa bbb
                   ccc ddd
                """);
    }

    @Test
    void whatFitsOrIsNoTableOrCannotBeNarrowerStaysAsItIs() {
        String prose = "HEALTH_WARN  " + "x".repeat(100) + "\n  a sentence  with blanks " + "y".repeat(100) + "\n";
        for (String text : new String[]{TABLE, prose, "", "\n", "A  B\n"}) {
            assertThat(FittedTables.of(text, 80)).isEqualTo(text);
        }
        String many = "A  B  C  D  E  F  G  H  I  J\n" + "1  ".repeat(10).strip() + "\n";
        assertThat(FittedTables.of(many, 20)).isEqualTo(many);
    }

    @Test
    void columnsOfTheEnvironmentSayHowWideItIs() {
        assertThat(shown(Map.of("COLUMNS", "40", "LINES", "9"), TABLE).lines()).allMatch(line -> line.length() <= 40);
        assertThat(shown(Map.of("COLUMNS", "120", "LINES", "9"), TABLE)).isEqualTo(TABLE);
        assertThat(new Screen(Map.of("COLUMNS", "40", "LINES", "9")).size()).isEqualTo(new Screen.Size(9, 40));
        assertThat(new Screen(Map.of("COLUMNS", "3", "LINES", "9")).size().columns()).isEqualTo(20);
        assertThat(new Screen(Map.of("COLUMNS", "x", "LINES", "99999")).size().columns()).isPositive();
    }

    @Test
    void healthHasColoursUnlessTheyAreNotWanted() {
        String text = "HEALTH_OK HEALTH_WARN HEALTH_ERR [WRN] [ERR]\n";
        assertThat(shown(Map.of("NO_COLOR", "1"), text)).isEqualTo(text);
        assertThat(shown(Map.of("TERM", "dumb"), text)).isEqualTo(text);
        assertThat(shown(Map.of("NO_COLOR", ""), text)).isEqualTo("\u001b[32mHEALTH_OK\u001b[0m "
                + "\u001b[33mHEALTH_WARN\u001b[0m \u001b[31mHEALTH_ERR\u001b[0m \u001b[33m[WRN]\u001b[0m "
                + "\u001b[31m[ERR]\u001b[0m\n");
    }
}
