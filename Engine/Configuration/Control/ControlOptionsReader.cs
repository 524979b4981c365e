using System.Text;
using Pipeline.Engine.Configuration.Json;

namespace Pipeline.Engine.Configuration.Control;

/// <summary>The object <c>control</c> to <see cref="ControlOptions"/>.</summary>
internal static class ControlOptionsReader
{
    /// <summary>Reads the object; without one, the defaults.</summary>
    public static ControlOptions Read(ObjectReader? control)
    {
        if (control?.Find("socket") is not { } socket)
        {
            return new ControlOptions();
        }

        if (socket.Kind == NodeKind.String && !socket.Characters.Contains('\0')
            && Encoding.UTF8.GetByteCount(socket.Characters) is > 0 and <= ControlOptions.MaximumPathLength)
        {
            return new ControlOptions { Socket = socket.Text };
        }

        control.Refuse("socket", $"is not a path of 1 to {ControlOptions.MaximumPathLength} bytes; write one, such as \"/run/pipeline/gateway.sock\"");
        return new ControlOptions();
    }
}
