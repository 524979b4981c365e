namespace Pipeline.Engine.Ports.Pcap;

/// <summary>One interface of a pcapng section: how to read the frames that name it.</summary>
/// <param name="LinkType">What its frames begin with; perhaps one that is not supported, which matters only with the first frame.</param>
/// <param name="SnapLength">The most bytes captured of a frame; 0 for no limit. Only simple packet blocks need it.</param>
/// <param name="Unit">What its timestamps count.</param>
internal readonly record struct PcapInterface(LinkType LinkType, uint SnapLength, TimestampUnit Unit);
