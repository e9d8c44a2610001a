package io.reeve.daemon.peer;

import io.reeve.election.StepDown;
import io.reeve.report.protocol.Frame;

/** An order to hand over, as the election knows it and as it travels. */
final class Drains {
    private Drains() {}

    static Frame.Drain frame(long number, long epoch, StepDown how) {
        StepDown.Audit audit = how.audit();
        return new Frame.Drain(number, epoch, how.why(), how.down(),
                audit == null ? null : new Frame.Audit(audit.by(), audit.line()));
    }

    static StepDown order(Frame.Drain drain) {
        Frame.Audit audit = drain.audit();
        return new StepDown(drain.why(), drain.down(),
                audit == null ? null : new StepDown.Audit(audit.by(), audit.line()));
    }
}
