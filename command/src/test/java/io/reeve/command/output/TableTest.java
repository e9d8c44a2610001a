package io.reeve.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsWhatIsInThemAndNumbersStandAtTheirRight() {
        Table table = new Table(">ID", "TYPE NAME", ">WEIGHT", "STATUS");
        table.row(-1, "root  default", 0.5, "");
        table.row("", "    osd.0", 14.00001, "up");
        assertThat(table).hasToString("""
                ID  TYPE NAME        WEIGHT  STATUS
                -1  root  default   0.50000
                        osd.0      14.00001  up""");
    }

    @Test
    void aTableWithoutRowsIsItsHead() {
        assertThat(new Table("TYPE", ">DAEMONS")).hasToString("TYPE  DAEMONS");
    }

    @Test
    void noTextBreaksTheTableOrReachesTheTerminal() {
        Table table = new Table("NAME", "STATUS");
        table.row("a\nb", "\u001b[31mred");
        assertThat(table).hasToString("""
                NAME  STATUS
                a b   ?[31mred""");
    }
}
