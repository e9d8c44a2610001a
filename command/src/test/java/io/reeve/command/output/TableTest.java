package io.reeve.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeve.api.command.Table;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void columnsAreAsWideAsWhatIsInThemAndNumbersStandAtTheirRight() {
        Table table = new Table(">ID", "TYPE NAME", ">WEIGHT", "STATUS");
        table.row(-1, "root  default", 0.5, "");
        table.row("", "    osd.0", 14.00001, "up");
        assertThat(Layout.of(table)).isEqualTo("""
                ID  TYPE NAME        WEIGHT  STATUS
                -1  root  default   0.50000
                        osd.0      14.00001  up""");
    }

    @Test
    void aTableWithoutRowsIsItsHead() {
        assertThat(Layout.of(new Table("TYPE", ">DAEMONS"))).isEqualTo("TYPE  DAEMONS");
    }

    @Test
    void noTextBreaksTheTableOrReachesTheTerminal() {
        Table table = new Table("NAME", "STATUS");
        table.row("a\nb", "\u001b[31mred");
        assertThat(Layout.of(table)).isEqualTo("""
                NAME  STATUS
                a b   ?[31mred""");
    }
}
