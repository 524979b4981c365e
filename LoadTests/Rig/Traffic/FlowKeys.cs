using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Traffic;

/// <summary>Flows without their packets.</summary>
internal static class FlowKeys
{
    /// <summary>Flows of a load to SA 0, in no order that a table could profit from.</summary>
    public static FlowKey[] Random(int count)
    {
        var random = new Random(count);
        var flows = new FlowKey[count];
        for (int i = 0; i < count; i++)
        {
            flows[i] = new FlowKey(
                new IpAddress((uint)random.Next(), IsIpv6: false),
                FlowPackets.DestinationOf(0),
                IpProtocol.Udp,
                (ushort)random.Next(ushort.MaxValue),
                5201,
                HasPorts: true);
        }

        return flows;
    }
}
