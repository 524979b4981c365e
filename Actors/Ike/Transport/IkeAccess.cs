using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Datagrams;

namespace Pipeline.Actors.Ike.Transport;

/// <summary>Where a gateway's IKE messages come and go.</summary>
/// <param name="Transport">Where they leave.</param>
/// <param name="Inbox">Where they arrive: what a <see cref="UdpPort"/> was given, or memory.</param>
/// <param name="Limits">Bounds of what strangers may cause.</param>
public sealed record IkeAccess(IIkeTransport Transport, IkeInbox Inbox, IkeLimits Limits);
