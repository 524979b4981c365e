using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>The outbound walk with the outbound SAs of a file.</summary>
internal sealed class ProtectWalk : IPacketWalk
{
    private readonly List<OutboundSa> _sas = [];
    private readonly OutboundPath _path;

    /// <param name="selection">The SAs.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="send">Takes what was protected.</param>
    public ProtectWalk(SaSelection selection, PathOptions options, Action<PacketBatch> send)
    {
        var database = new SaDatabase();
        foreach (SaParameters parameters in selection.Sas)
        {
            var sa = new OutboundSa(parameters);
            _sas.Add(sa);
            database.Install(sa);
        }

        // The sender of a packet that is too big is long gone: its ICMP message goes nowhere, the drop is counted.
        var inner = new BatchWriter(PacketPool.Return);
        _path = new OutboundPath(database, new PolicyDatabase(selection.ToPolicy()), new BatchWriter(send), inner, options);
    }

    /// <inheritdoc/>
    public PathCounters Counters => _path.Counters;

    /// <inheritdoc/>
    public void Process(PacketBatch arrivals, TimeSpan now) => _path.Process(arrivals, now);

    /// <summary>Gives back waiting buffers and erases the expanded keys.</summary>
    public void Dispose()
    {
        _path.Dispose();
        _sas.ForEach(sa => sa.Dispose());
    }
}
