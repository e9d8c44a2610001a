package io.reeve.it;

/** Runs what may throw as the end of a test: a failure there is a failure of the test. */
final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Something that may throw anything. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    static void run(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
