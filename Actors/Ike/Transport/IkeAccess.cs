using Pipeline.Actors.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;
using Pipeline.Engine.Ports.Machine;

namespace Pipeline.Actors.Ike.Transport;

/// <summary>Where a gateway's IKE messages come and go.</summary>
/// <param name="Transport">Where they leave.</param>
/// <param name="Inbox">Where they arrive: what a <see cref="UdpPort"/> was given, or memory.</param>
/// <param name="Limits">Bounds of what strangers may cause.</param>
public sealed record IkeAccess(IIkeTransport Transport, IkeInbox Inbox, IkeLimits Limits)
{
    /// <summary>Knows what names in filters stand for; without another one, this machine.</summary>
    public IAddressSource Addresses { get; init; } = new MachineAddressSource(new MachineNetwork());

    /// <summary>Hears what is told about the policy, from its first look-up on; null for nobody. Runs on an actor's thread; must not block.</summary>
    public Action<PolicyReported>? PolicyListener { get; init; }
}
