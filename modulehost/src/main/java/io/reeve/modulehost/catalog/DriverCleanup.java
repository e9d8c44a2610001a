package io.reeve.modulehost.catalog;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * The end of the JDBC drivers that a module has registered, each of which would hold the module's class loader for ever.
 * {@link DriverManager} shows and takes away only drivers of the caller's class loader, so this class is defined anew in that
 * loader; it must not use any other class of the manager.
 */
public final class DriverCleanup implements Runnable {
    @Override
    public void run() {
        ClassLoader own = DriverCleanup.class.getClassLoader();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (own.equals(driver.getClass().getClassLoader())) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
