package io.reeve.modulehost.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From when on a class loader that is still there counts as left behind. */
class LeftBehindTest {
    @Test
    void aClassLoaderIsLeftBehindOnlyAfterACollectionThatBeganWhenItsModuleHadClosed() throws Exception {
        AtomicLong collections = new AtomicLong(7);
        LeftBehind left = new LeftBehind(collections::get);
        try (ModuleClassLoader loader = new ModuleClassLoader("m", new URL[0])) {
            left.add("m", loader);
            assertThat(left.list()).isEmpty();
            collections.addAndGet(2); // both counts of one concurrent collection, which may have begun before
            assertThat(left.list()).isEmpty();
            collections.incrementAndGet();
            assertThat(left.list()).singleElement().satisfies(one -> {
                assertThat(one.module()).isEqualTo("m");
                assertThat(one.loaders()).isEqualTo(1);
                assertThat(one.threads()).isZero();
            });
        }
    }
}
