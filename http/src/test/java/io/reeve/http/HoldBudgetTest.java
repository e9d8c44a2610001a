package io.reeve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldBudgetTest {
    private static final long MIB = 1L << 20;

    private final HoldBudget budget = new HoldBudget(Hold.REQUESTS, Hold.BYTES, Hold.SHARE);
    private final List<HoldBudget.Place> taken = new ArrayList<>();

    private int admitted(int client, int requests, long size) {
        int count = 0;
        for (int i = 0; i < requests; i++) {
            HoldBudget.Place place = budget.admit(client(client), size);
            if (place != null) {
                taken.add(place);
                count++;
            }
        }
        return count;
    }

    private static ByteBuffer client(int number) {
        return ByteBuffer.wrap(new byte[]{10, 0, 0, (byte) number});
    }

    @Test
    void aThousandRequestsAreHeldAndAQuarterOfThemForOneClient() {
        assertThat(admitted(1, 300, 10)).isEqualTo(250);
        assertThat(admitted(2, 300, 10)).isEqualTo(250);
        assertThat(admitted(3, 300, 10)).isEqualTo(250);
        assertThat(admitted(4, 200, 10)).isEqualTo(200);
        assertThat(admitted(5, 200, 10)).isEqualTo(50);
    }

    @Test
    void sixteenMebibytesAreHeldAndAQuarterOfThemForOneClient() {
        assertThat(admitted(1, 5, MIB)).isEqualTo(4);
        assertThat(admitted(2, 5, MIB)).isEqualTo(4);
        assertThat(admitted(3, 5, MIB)).isEqualTo(4);
        assertThat(admitted(4, 3, MIB)).isEqualTo(3);
        assertThat(admitted(5, 5, MIB)).isEqualTo(1);
    }

    @Test
    void whatLeavesMakesRoom() {
        assertThat(admitted(1, 300, 10)).isEqualTo(250);
        taken.forEach(budget::leave);
        assertThat(admitted(1, 300, 10)).isEqualTo(250);
    }
}
