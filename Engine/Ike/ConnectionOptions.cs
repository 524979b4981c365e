using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;

namespace Pipeline.Engine.Ike;

/// <summary>How we talk to one peer, or to one kind of peers: plain values, made once from the configuration.</summary>
public sealed record ConnectionOptions
{
    /// <summary>Its name in configuration and logs.</summary>
    public required string Name { get; init; }

    /// <summary>Which IKE it speaks.</summary>
    public IkeVersion Version { get; init; } = IkeVersion.V2;

    /// <summary>Who we are.</summary>
    public required IkeIdentity LocalIdentity { get; init; }

    /// <summary>Who the peer must be; null for anyone who can prove anything.</summary>
    public IkeIdentity? RemoteIdentity { get; init; }

    /// <summary>How we prove who we are.</summary>
    public required IOwnProof OwnProof { get; init; }

    /// <summary>How the peer may prove who it is; at least one way.</summary>
    public required IReadOnlyList<IPeerProof> PeerProofs { get; init; }

    /// <summary>Suites of the IKE SA that we allow, the best first.</summary>
    public required IReadOnlyList<IkeProposal> Proposals { get; init; }

    /// <summary>Its children.</summary>
    public IReadOnlyList<ChildOptions> Children { get; init; } = [];

    /// <summary>True to say whom we want to talk to (IDr in the request, RFC 7296 §1.2).</summary>
    public bool SendsIdentityHint { get; init; } = true;

    /// <summary>True to say that the peer may forget older IKE SAs with us (RFC 7296 §2.4).</summary>
    public bool SendsInitialContact { get; init; } = true;

    /// <summary>True to allow RFC 7383 fragments.</summary>
    public bool AllowsFragments { get; init; } = true;

    /// <summary>Bytes of IKE message that one datagram may carry before it is cut: 1280 less IPv6 and UDP headers and marker.</summary>
    public int FragmentLength { get; init; } = 1228;

    /// <summary>True to use port 4500 and ESP in UDP without a NAT.</summary>
    public bool ForcesUdpEncapsulation { get; init; }

    /// <summary>Requests that the peer may send before we have answered the first: SET_WINDOW_SIZE (RFC 7296 §2.3).</summary>
    public int WindowSize { get; init; } = 1;

    /// <summary>The most pairs of Child SAs of one IKE SA; a peer that wants more gets NO_ADDITIONAL_SAS.</summary>
    public int MaximumChildCount { get; init; } = 256;

    /// <summary>
    /// Age at which the IKE SA is rekeyed; zero for never. One that is a tenth older, and 10 seconds at least, ends.
    /// </summary>
    public TimeSpan RekeyAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// Time after which the peer is authenticated anew; zero for never. An IKE SA whose peer has not done so a tenth later, and 10 seconds at
    /// least, ends.
    /// </summary>
    public TimeSpan ReauthenticateAfter { get; init; }

    /// <summary>
    /// The part of each rekey time that is left to chance, 0 to 0.5: many SAs then do not rekey in step, nor
    /// both ends of one at once (RFC 7296 §2.8).
    /// </summary>
    public double RekeyJitter { get; init; } = 0.1;

    /// <summary>Silence after which the peer is asked for a sign of life; zero for never.</summary>
    public TimeSpan LivenessInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a responder waits for IKE_AUTH.</summary>
    public TimeSpan HalfOpenTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long we wait for the peer to delete what it has replaced, before we do it.</summary>
    public TimeSpan StragglerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait after TEMPORARY_FAILURE; a random part of it is added (RFC 7296 §2.25).</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When requests are sent again.</summary>
    public RetransmissionSchedule Retransmissions { get; init; } = RetransmissionSchedule.Default;

    /// <summary>The same for an IKE SA that takes the place of another: it begins every child that is there, and ends no other IKE SA.</summary>
    /// <param name="children">Names of the children that are there.</param>
    internal ConnectionOptions ForReplacement(IEnumerable<string> children) => this with
    {
        SendsInitialContact = false,
        Children = [.. Children.Select(option => option with { StartsWithIkeSa = option.StartsWithIkeSa || children.Contains(option.Name) })],
    };
}
