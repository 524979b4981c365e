using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Sa;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>The inbound walk with the SAs of a file; what is not protected is dropped.</summary>
internal sealed class UnprotectWalk : IPacketWalk
{
    private readonly List<InboundSa> _sas = [];
    private readonly InboundPath _path;

    /// <param name="selection">The SAs.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="send">Takes what was unprotected.</param>
    /// <exception cref="BadInputException">Two SAs have the same protocol and SPI and different keys: no packet could tell them apart.</exception>
    public UnprotectWalk(SaSelection selection, PathOptions options, Action<PacketBatch> send)
    {
        var database = new SaDatabase();
        var installed = new Dictionary<(SaProtocol, uint), SaParameters>();
        foreach (SaParameters parameters in selection.Sas)
        {
            if (installed.TryAdd((parameters.Protocol, parameters.Spi), parameters))
            {
                var sa = new InboundSa(parameters);
                _sas.Add(sa);
                database.TryInstall(sa);
            }
            else if (!IsSame(installed[(parameters.Protocol, parameters.Spi)], parameters))
            {
                _sas.ForEach(made => made.Dispose());
                throw new BadInputException(
                    $"spi: {parameters.Name} has the SPI 0x{parameters.Spi:x8} of another {parameters.Protocol} SA with other keys; write another");
            }
        }

        _path = new InboundPath(database, new PolicyDatabase(SecurityPolicy.BlockAll), new BatchWriter(send), options);
    }

    /// <inheritdoc/>
    public PathCounters Counters => _path.Counters;

    /// <inheritdoc/>
    public void Process(PacketBatch arrivals, TimeSpan now) => _path.Process(arrivals, now);

    /// <summary>One SA may stand in a file twice: as sent and as received, or with its addresses on both sides of a NAT.</summary>
    private static bool IsSame(SaParameters one, SaParameters other) =>
        one.Transform == other.Transform
        && one.EncryptionKey.FixedTimeEquals(other.EncryptionKey.Span)
        && one.IntegrityKey.FixedTimeEquals(other.IntegrityKey.Span);

    /// <summary>Gives back waiting buffers and erases the expanded keys.</summary>
    public void Dispose()
    {
        _path.Dispose();
        _sas.ForEach(sa => sa.Dispose());
    }
}
