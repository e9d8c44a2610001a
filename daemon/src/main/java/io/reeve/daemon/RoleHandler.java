package io.reeve.daemon;

import io.reeve.http.endpoint.CommandEndpoint;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** Answers by the role that this manager has at the moment. Commands take the same road in every role: the gate decides. */
final class RoleHandler implements HttpHandler {
    private final ManagerRoles roles;
    private final HttpHandler standby;
    private final HttpHandler command;

    RoleHandler(ManagerRoles roles, HttpHandler standby, HttpHandler command) {
        this.roles = roles;
        this.standby = standby;
        this.command = command;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HttpHandler active = roles.activeHandler();
        if (active != null) {
            active.handleRequest(exchange);
        } else if (exchange.getRequestURI().equals(CommandEndpoint.PATH)) {
            command.handleRequest(exchange);
        } else {
            standby.handleRequest(exchange);
        }
    }
}
