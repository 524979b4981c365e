using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>The inbound walk with the inbound SAs of a file; what is not protected is dropped.</summary>
internal sealed class UnprotectWalk : IPacketWalk
{
    private readonly List<InboundSa> _sas = [];
    private readonly InboundPath _path;

    /// <param name="selection">The SAs.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="send">Takes what was unprotected.</param>
    /// <exception cref="BadInputException">Two SAs have the same protocol and SPI: no packet could tell them apart.</exception>
    public UnprotectWalk(SaSelection selection, PathOptions options, Action<PacketBatch> send)
    {
        var database = new SaDatabase();
        foreach (SaParameters parameters in selection.Sas)
        {
            var sa = new InboundSa(parameters);
            _sas.Add(sa);
            if (!database.TryInstall(sa))
            {
                _sas.ForEach(made => made.Dispose());
                throw new BadInputException(
                    $"spi: {parameters.Name} has the SPI 0x{parameters.Spi:x8} of another inbound {parameters.Protocol} SA; write another");
            }
        }

        _path = new InboundPath(database, new PolicyDatabase(SecurityPolicy.BlockAll), new BatchWriter(send), options);
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
