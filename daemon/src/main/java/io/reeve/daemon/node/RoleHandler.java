package io.reeve.daemon.node;

import io.reeve.daemon.role.ActiveRoleWork;
import io.reeve.daemon.role.RoleState;
import io.reeve.daemon.role.RoleWork;
import io.reeve.http.endpoint.CommandEndpoint;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The handler of HTTP requests, by the role that this manager has at the moment. Commands take the same route in every
 * role: the gate decides.
 *
 * @param <A> the active's work
 * @param <S> a standby's work
 */
public final class RoleHandler<A extends ActiveRoleWork, S extends RoleWork> implements HttpHandler {
    private final Supplier<RoleState<A, S>> role;
    private final Function<A, HttpHandler> active;
    private final HttpHandler standby;
    private final HttpHandler command;

    /**
     * @param active  makes the handler of an active's pages
     * @param standby the handler of a standby's pages, also while this manager starts, becomes active or stops
     * @param command the handler of {@code /api/command} there
     */
    public RoleHandler(Supplier<RoleState<A, S>> role, Function<A, HttpHandler> active, HttpHandler standby,
            HttpHandler command) {
        this.role = role;
        this.active = active;
        this.standby = standby;
        this.command = command;
    }

    /** The choice of a handler. */
    public sealed interface Choice<A> {}

    /** The choice of the active's pages, which take commands too. */
    public record Pages<A>(A work) implements Choice<A> {}

    /** The choice of the handler of commands. */
    public record Command<A>() implements Choice<A> {}

    /** The choice of a standby's pages. */
    public record Standby<A>() implements Choice<A> {}

    /** The route as a function of role and path. */
    static <A extends ActiveRoleWork, S extends RoleWork> Choice<A> route(RoleState<A, S> role, String path) {
        return switch (role) {
            case RoleState.Active<A, S>(_, A work) -> new Pages<>(work);
            case RoleState.Frozen<A, S>(_, A work, _) -> new Pages<>(work);
            case RoleState.Activating<A, S>(_, A work, boolean serves, _) when serves && work != null ->
                new Pages<>(work);
            case RoleState.Draining<A, S>(_, A work, boolean serves, _, _, _) when serves && work != null ->
                new Pages<>(work);
            case RoleState.Starting<A, S> _,RoleState.Standby<A, S> _,RoleState.Activating<A, S> _,RoleState.Draining<A, S> _,RoleState.Stopped<A, S> _ ->
                path.equals(CommandEndpoint.PATH) ? new Command<>() : new Standby<>();
        };
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        switch (route(role.get(), exchange.getRequestURI())) {
            case Pages<A>(A work) -> active.apply(work).handleRequest(exchange);
            case Command<A> _ -> command.handleRequest(exchange);
            case Standby<A> _ -> standby.handleRequest(exchange);
        }
    }
}
