using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ruying.Api.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Pictures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Aspect",
                table: "videos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Background",
                table: "videos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "BackgroundBlur",
                table: "videos",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BackgroundColour",
                table: "videos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BackgroundName",
                table: "videos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Format",
                table: "videos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Resolution",
                table: "videos",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BackgroundName",
                table: "previews",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Aspect",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "Background",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundBlur",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundColour",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundName",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "Format",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "Resolution",
                table: "videos");

            migrationBuilder.DropColumn(
                name: "BackgroundName",
                table: "previews");
        }
    }
}
