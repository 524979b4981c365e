using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2.Initial;

/// <summary>What both sides say about themselves in IKE_AUTH.</summary>
internal static class AuthNotices
{
    /// <summary>The notifies of a request or a response.</summary>
    internal static IEnumerable<IkePayload> Of(ConnectionOptions connection)
    {
        if (connection.WindowSize > 1)
        {
            yield return Notices.WindowSize(connection.WindowSize);
        }
    }
}
