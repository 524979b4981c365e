using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Actors;
using Pipeline.Actors.Ike;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>The IKEv2 connection between the two gateways, as one of them sees it.</summary>
internal sealed class DemoConnection
{
    private const string Name = "demo";
    private const string Child = "networks";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly GatewayCore _core;
    private readonly BlockingCollection<NegotiationEvent> _events = [];

    private DemoConnection(GatewayCore core)
    {
        _core = core;
        core.Subscribe<IkeReported>(reported => _events.Add(reported.What));
    }

    /// <summary>Tells a gateway of the connection and its policy: everything goes through the tunnel.</summary>
    /// <param name="core">The gateway.</param>
    /// <param name="local">Its address.</param>
    /// <param name="remote">The other's.</param>
    /// <param name="suite">How ESP protects.</param>
    /// <param name="secret">The preshared key.</param>
    public static async Task<DemoConnection> UseAsync(
        GatewayCore core, IpAddress local, IpAddress remote, PacketTransform suite, SecretBytes secret)
    {
        var connection = new DemoConnection(core);
        var settings = new ConnectionSettings
        {
            Options = OptionsOf(local, remote, suite, secret),
            LocalAddress = local,
            RemoteAddress = remote,
            Initiation = Initiation.Never,
        };
        var rule = new PolicyRule
        {
            Name = Name,
            Filters = new FilterList("everything", [new Filter(TrafficSelector.Any)]),
            Action = FilterAction.Negotiate,
            SaName = ConnectionSettings.SaNameOf(Name, Child),
        };
        await core.Ike!.UseAsync(new SecurityPolicy(Name, [rule]), [settings]).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Negotiates.</summary>
    /// <param name="other">The other end's connection, which answers.</param>
    /// <returns>How long it took until both ends had their SAs.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message says why.</exception>
    public async Task<TimeSpan> EstablishAsync(DemoConnection other)
    {
        long start = Stopwatch.GetTimestamp();
        await _core.Ike!.InitiateAsync(Name).ConfigureAwait(false);
        Await<NegotiationEvent.ChildEstablished>();
        other.Await<NegotiationEvent.ChildEstablished>();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Replaces the keys of the Child SAs, under traffic.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message says why.</exception>
    public void Rekey(DemoConnection other)
    {
        _core.Ike!.RekeyAsync(Name, Child).GetAwaiter().GetResult();
        Await<NegotiationEvent.ChildRekeyed>();
        other.Await<NegotiationEvent.ChildRekeyed>();
    }

    private void Await<TEvent>()
        where TEvent : NegotiationEvent
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience && _events.TryTake(out NegotiationEvent? what, Patience))
        {
            if (what is TEvent)
            {
                return;
            }

            if (what is NegotiationEvent.Failed failed)
            {
                throw new InvalidOperationException(failed.Failure.ToString());
            }
        }

        throw new InvalidOperationException($"no {typeof(TEvent).Name} within {Patience.TotalSeconds} s");
    }

    private static ConnectionOptions OptionsOf(IpAddress local, IpAddress remote, PacketTransform suite, SecretBytes secret) => new()
    {
        Name = Name,
        LocalIdentity = IdentityOf(local),
        RemoteIdentity = IdentityOf(remote),
        OwnProof = new PresharedKeyMethod(secret),
        PeerProofs = [new PresharedKeyMethod(secret)],
        Proposals = IkeProposal.Defaults,
        Children =
        [
            new ChildOptions
            {
                Name = Child,
                Proposals = [ProposalOf(suite)],
                Selectors = new ChildSelectors([TsSelector.Of(AddressRange.AnyIpv4)], [TsSelector.Of(AddressRange.AnyIpv4)]),
                PathMtu = IpPacket.MaximumLength,
            },
        ],
    };

    /// <summary>The suite in the words of proposals; with long sequence numbers, because an hour of small packets is more than 2^32.</summary>
    private static ChildProposal ProposalOf(PacketTransform suite) =>
        ChildProposal.TryParse(SaProtocol.Esp, $"{suite.Name.Replace('+', '-')}-esn", allowLegacy: true, out ChildProposal? proposal, out string problem)
            ? proposal
            : throw new BadInputException($"--suite: {problem}");

    private static IkeIdentity IdentityOf(IpAddress address) =>
        IkeIdentity.TryParse(address.ToString(), out IkeIdentity identity) ? identity : throw new ArgumentException(address.ToString());
}
