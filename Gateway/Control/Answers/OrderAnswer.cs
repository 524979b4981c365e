using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Status;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Gateway.Commands;
using Pipeline.Gateway.Control.Views;

namespace Pipeline.Gateway.Control.Answers;

/// <summary>Carries out an order about a connection, and waits until it is done, has failed, or takes too long.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="request">The order.</param>
internal sealed class OrderAnswer(GatewayInService gateway, ControlRequest request)
{
    private readonly NegotiatingCore _ike = gateway.Core.Ike!;
    private readonly string _name = request.Connection ?? "";
    private readonly DateTimeOffset _end = gateway.Time.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(request.TimeoutSeconds, 0, 3600));

    private bool IsLate => gateway.Time.GetUtcNow() >= _end;

    private string Target => request.Child is null ? $"connection '{_name}'" : $"child '{request.Child}' of connection '{_name}'";

    /// <summary>Begins a connection with all its children, or one child.</summary>
    public async Task<ControlResponse> InitiateAsync(CancellationToken cancellation)
    {
        if (!TryFind(out ConnectionSettings connection, out ControlResponse refusal))
        {
            return refusal;
        }

        using NegotiationWatch watch = gateway.Feed.Watch(_name, request.Child);
        string[] wanted = request.Child is { } one ? [one] : [.. connection.Options.Children.Select(child => child.Name)];
        HashSet<string> asked = [];
        bool isBegun = false;
        do
        {
            IkeSaStatus? live = await FindLiveAsync().ConfigureAwait(false);
            string[] missing = [.. wanted.Where(name => live is null || live.Children.All(child => child.Name != name))];
            if (live is not null && missing.Length == 0)
            {
                return Done($"{Target} is established with {live.Peer}, {live.Suite}");
            }

            if (watch.Failure is { } failure)
            {
                return ControlResponse.Refuse(ExitCode.Failed, IkeLine.Of(failure));
            }

            // What goes with the IKE SA, or follows it by itself, need not be asked for again.
            string?[] ask = live is null ? (isBegun ? [] : [missing.FirstOrDefault()]) : [.. missing.Except(asked)];
            asked.UnionWith(live is null && !isBegun ? StartingNames(connection) : []);
            foreach (string? child in ask)
            {
                IkeAnswer answer = await _ike.InitiateAsync(_name, child).ConfigureAwait(false);
                if (!answer.IsDone)
                {
                    return ControlResponse.Refuse(ExitCode.Failed, answer.Text);
                }

                asked.Add(child ?? "");
            }

            isBegun = true;
            await watch.WaitAsync(cancellation).ConfigureAwait(false);
        }
        while (!IsLate);
        return Late($"{Target} is not established after {request.TimeoutSeconds} s; it is still being negotiated");
    }

    /// <summary>Ends a connection.</summary>
    public async Task<ControlResponse> TerminateAsync(CancellationToken cancellation)
    {
        if (!TryFind(out ConnectionSettings _, out ControlResponse refusal))
        {
            return refusal;
        }

        using NegotiationWatch watch = gateway.Feed.Watch(_name, child: null);
        HashSet<ulong> before = await OpenSpisAsync().ConfigureAwait(false);
        IkeAnswer answer = await _ike.TerminateAsync(_name).ConfigureAwait(false);
        if (!answer.IsDone)
        {
            return ControlResponse.Refuse(ExitCode.Failed, answer.Text);
        }

        do
        {
            HashSet<ulong> open = await OpenSpisAsync().ConfigureAwait(false);
            if (!open.Overlaps(before))
            {
                return Done($"{Target} has ended");
            }

            await watch.WaitAsync(cancellation).ConfigureAwait(false);
        }
        while (!IsLate);
        return Late($"{Target} was told to end, and the peer has not answered for {request.TimeoutSeconds} s; it is asked again until it is given up");
    }

    /// <summary>Replaces the keys of a connection, or of a child.</summary>
    public async Task<ControlResponse> RekeyAsync(CancellationToken cancellation)
    {
        if (!TryFind(out ConnectionSettings _, out ControlResponse refusal))
        {
            return refusal;
        }

        using NegotiationWatch watch = gateway.Feed.Watch(_name, request.Child);
        HashSet<ulong> before = KeysOf(await FindLiveAsync().ConfigureAwait(false));
        if (before.Count == 0)
        {
            return ControlResponse.Refuse(ExitCode.Failed, $"{Target} is not established");
        }

        IkeAnswer answer = await _ike.RekeyAsync(_name, request.Child).ConfigureAwait(false);
        while (answer.IsDone)
        {
            IkeSaStatus? live = await FindLiveAsync().ConfigureAwait(false);
            if (KeysOf(live).Except(before).Any())
            {
                return Done($"{Target} has new keys");
            }

            if (watch.Failure is { } failure)
            {
                return ControlResponse.Refuse(ExitCode.Failed, IkeLine.Of(failure));
            }

            if (IsLate)
            {
                return Late($"{Target} has no new keys after {request.TimeoutSeconds} s; the old ones serve on");
            }

            await watch.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return ControlResponse.Refuse(ExitCode.Failed, answer.Text);
    }

    private static IEnumerable<string> StartingNames(ConnectionSettings connection) =>
        connection.Options.Children.Where(child => child.StartsWithIkeSa).Select(child => child.Name);

    /// <summary>What a rekey changes: our SPI of the IKE SA, or those of the child.</summary>
    private HashSet<ulong> KeysOf(IkeSaStatus? live) => live is null ? []
        : request.Child is { } name ? [.. live.Children.Where(child => child.Name == name).Select(child => (ulong)child.InboundSpi)]
        : [live.LocalSpi];

    private async Task<IkeSaStatus?> FindLiveAsync()
    {
        IkeStatus status = await _ike.StatusAsync(_name).ConfigureAwait(false);
        return status.IkeSas.FirstOrDefault(sa => sa.IsEstablished);
    }

    private async Task<HashSet<ulong>> OpenSpisAsync()
    {
        IkeStatus status = await _ike.StatusAsync(_name).ConfigureAwait(false);
        return [.. status.IkeSas.Where(sa => !sa.IsClosed).Select(sa => sa.LocalSpi)];
    }

    private bool TryFind(out ConnectionSettings connection, out ControlResponse refusal)
    {
        IReadOnlyList<ConnectionSettings> all = gateway.Options.Connections;
        connection = all.FirstOrDefault(one => one.Name == _name)!;
        string problem = connection is null
            ? $"there is no connection '{_name}'; there are {ListOf(all.Select(one => one.Name))}"
            : request.Child is { } child && connection.Options.Children.All(one => one.Name != child)
                ? $"connection '{_name}' has no child '{child}'; it has {ListOf(connection.Options.Children.Select(one => one.Name))}"
                : "";
        refusal = ControlResponse.Refuse(ExitCode.BadInput, problem);
        return problem.Length == 0;
    }

    private static string ListOf(IEnumerable<string> names) => string.Join(", ", names.Take(20)) is { Length: > 0 } list ? list : "none";

    /// <summary>Who does not want to wait is told that the order was given.</summary>
    private ControlResponse Late(string problem) =>
        request.TimeoutSeconds > 0 ? ControlResponse.Refuse(ExitCode.Failed, problem) : Done($"{Target} was told");

    private ControlResponse Done(string text) => new() { Order = new OrderView(_name, request.Child, text) };
}
